"""How our processes are set up."""

import gc

_OBJECTS_BEFORE_COLLECTION = 200_000


def calm_garbage_collector() -> None:
    """Look for reference cycles less often.

    Large answers make hundreds of thousands of small objects without cycles. By default the collector looks at all of
    them again and again, a third of the time of such an answer; memory is freed by reference counts all the same.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTION, 20, 20)

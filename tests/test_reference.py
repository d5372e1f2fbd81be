"""Are the generated pages of docs/ those that the code would write now?"""

import pytest

from app.reference import DOCS, PAGES, page


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_current(name: str) -> None:
    """A page that is behind the code misleads: `make docs` writes it anew."""
    assert (DOCS / name).read_text(encoding="utf-8") == page(name)

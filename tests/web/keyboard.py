"""Going through a page by keyboard alone."""

from playwright.sync_api import Locator, Page

_MOST = 300


def tab_to(page: Page, place: Locator) -> None:
    """Press Tab until this has the focus.

    Raises:
        AssertionError: it never has.
    """
    for _ in range(_MOST):
        if place.evaluate("place => place === document.activeElement"):
            return
        page.keyboard.press("Tab")
    msg = f"no keyboard gets to {place}"
    raise AssertionError(msg)

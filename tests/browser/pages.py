"""What stands on every page, found as people find it: by role and name."""

from playwright.sync_api import Locator, Page, expect


def go(page: Page, address: str) -> None:
    """Open an address; for members until its live parts listen."""
    page.goto(address)
    if page.get_by_role("link", name="Notifications").count():
        listens(page)


def listens(page: Page) -> None:
    """Wait until the page hears of what happens."""
    expect(page.locator("html")).to_have_attribute("data-connection", "live")


def keep_open(page: Page) -> str:
    """Mark the page as it is now, so that `still_open` notices a reload. Gives its address."""
    listens(page)
    page.evaluate("document.body.dataset.keptOpen = 'yes'")
    return page.url


def still_open(page: Page) -> None:
    """The page was not loaded again since `keep_open`."""
    expect(page.locator("body")).to_have_attribute("data-kept-open", "yes")


def bell_of(page: Page) -> Locator:
    """The bell; its name tells how much is unread."""
    return page.get_by_role("banner").get_by_role("link", name="Notifications")


def post_of(page: Page, name: str) -> Locator:
    """A question or an answer, by what it is and whose."""
    return page.get_by_role("article", name=name, exact=True)


def strip_of(page: Page, ref: str) -> Locator:
    """The promise of the desk under a question."""
    return page.get_by_role("region", name=f"Linked service desk ticket {ref}")

"""S1 item 5: coming in, and what one may not know."""

from playwright.sync_api import Page, expect

from tests.browser.album import CHINESE_DESK, LOOKS, Album, Look

TITLE = "S1.5 Sign-in and scope"
TRIES = 12
ENGLISH_PHONE = LOOKS[3]


def tell(album: Album) -> None:
    album.see("", "/sign-in/", "sign-in", "The door")
    album.see(
        "", "/sign-in/", "sign-in-wrong", "A wrong password: what to do", first=_wrong, looks=LOOKS[:1] + LOOKS[3:]
    )
    for look in (CHINESE_DESK, ENGLISH_PHONE):
        _locked(album, look)
    album.note(
        "sign-in-locked", "Too many wrong passwords: for how long, and whom to ask", (CHINESE_DESK, ENGLISH_PHONE)
    )
    album.see(
        "auditor", "/account/", "account", "One's own account: posts, password, second factor, sessions", whole=True
    )
    album.see("auditor", "/account/second-factor/", "second-factor", "Setting up the second factor")
    album.see("market", _hazard(album), "out-of-scope", "Another line of trade: it does not exist")
    album.see("market", "/hazards/", "empty", "Another line of trade: an empty ledger")


def _wrong(page: Page) -> None:
    page.fill("input[name=username]", "nobody")
    page.fill("input[name=password]", "not the password")
    page.click(".form-foot button")
    expect(page.locator(".field-error, .error-summary, [role=alert]").first).to_be_visible()


def _locked(album: Album, look: Look) -> None:
    page = album.page("", look)
    page.goto(f"{album.town.url}/sign-in/")
    for _ in range(TRIES):
        page.fill("input[name=username]", f"guessed-{look.size}")
        page.fill("input[name=password]", "a guess")
        with page.expect_response(lambda response: response.request.method == "POST") as answer:
            page.click(".form-foot button")
        page.wait_for_load_state()
        if answer.value.status == 429:
            album.take(page, "sign-in-locked", look)
            return
    raise AssertionError(f"{TRIES} wrong passwords and the door is still open")


def _hazard(album: Album) -> str:
    page = album.page("leader")
    page.goto(f"{album.town.url}/hazards/")
    return page.locator("main table a.row-link").first.get_attribute("href") or ""

"""S3 item 8: a token is issued and shown once, a program reads and writes with it, the token is revoked."""

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.browser.album import LOOKS, Album

TITLE = "S3.8 API"


def tell(album: Album) -> None:
    page, url = album.page("clerk"), album.town.url
    page.goto(f"{url}/account/")
    page.fill("input[name=label]", "台账同步（示例）")
    page.select_option("select[name=access]", "write")
    page.check("input[name=rooms][value=registry]")
    page.click("form[action$='/tokens/issue/'] button.btn-primary")
    secret = page.locator("input[readonly]").input_value()
    assert secret.startswith("glp_")
    album.see("clerk", f"{url}/api/", "page", "What the API can do, in words, without a call to anywhere", looks=LOOKS)
    with httpx.Client(
        base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {secret}"}, trust_env=False
    ) as program:
        described = program.get("/openapi.json").json()
        assert described["openapi"].startswith("3.1")
        place = program.get("/ledgers/sites").json()["items"][0]["territory"]
        made = program.post(
            "/parties",
            json={"name": "接口登记单位（示例）", "kind": "unit", "territory": place, "no_uscc_reason": "示例"},
        )
        assert made.status_code == 201, made.text
        found = program.get("/ledgers/parties", params={"q": "接口登记单位"}).json()
        assert [row["number"] for row in found["items"]] == [made.json()["number"]]
        beyond = program.get("/hazards")
        assert (beyond.status_code, beyond.json()["code"]) == (403, "token.room")
        expect(_account(page, url)).to_contain_text("最近使用")
        album.see(
            "clerk", "/account/#tokens", "token", "A token: purpose, what it may, end and last use", looks=LOOKS,
            first=_to_the_tokens,
        )  # fmt: skip
        album.see("admin", "/tokens/", "tokens", "Administrator: every token of the town", looks=LOOKS)
        admin = album.page("admin")
        admin.locator("#listing tbody a.row-link").first.click()
        admin.click("a[href$='/revoke/']")
        admin.fill("[name=why]", "同步程序停用（示例）")
        admin.click("main form button.btn-primary")
        expect(admin.locator("main")).to_contain_text("已吊销")
        assert program.get("/ledgers").status_code == 401


def _account(page: Page, url: str) -> Locator:
    page.goto(f"{url}/account/")
    return page.locator("body")


def _to_the_tokens(page: Page) -> None:
    page.locator("#tokens").scroll_into_view_if_needed()
    page.locator(".token-list").first.scroll_into_view_if_needed()

"""S3 item 8: a token is issued and shown once, a program reads and writes with it, the token is revoked."""

import httpx
from playwright.sync_api import expect

from tests.browser.album import CHINESE_DESK, LOOKS, Album

TITLE = "S3.8 API"


def tell(album: Album) -> None:
    page, url = album.page("clerk"), album.town.url
    page.goto(f"{url}/account/")
    page.fill("input[name=label]", "台账同步（示例）")
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
        page.goto(f"{url}/account/")
        expect(page.locator("body")).to_contain_text("最近使用")
        album.take(page, "token", CHINESE_DESK, whole=True)
        album.note("token", "The token with its purpose, its end and its last use; the secret is gone", (CHINESE_DESK,))
        page.locator("li", has_text="台账同步（示例）").first.locator("button").click()
        assert program.get("/ledgers").status_code == 401

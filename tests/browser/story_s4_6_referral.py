"""S4 item 6: an overdue hazard goes to the office with the power; receipt, reminder, answer, and the hazard follows."""

from playwright.sync_api import expect

from tests.browser import people
from tests.browser.album import LOOKS, Album

TITLE = "S4.6 Referral: letter, receipt, answer"


def tell(album: Album) -> None:
    ends = (LOOKS[0], LOOKS[3])
    clerk = album.page("clerk")
    clerk.goto(f"{album.town.url}/hazards/?stage=overdue&state=ordered")
    clerk.locator("main table a.row-link").first.click()
    clerk.wait_for_url("**/hazards/*/")
    hazard = clerk.url
    new = hazard.replace("/hazards/", "/referrals/new/")
    album.see(
        "clerk", new.removeprefix(album.town.url), "new", "Clerk: the clause's counterpart stands first", looks=ends
    )
    clerk.goto(new)
    clerk.fill("textarea[name=reason]", "多次督促拒不整改，本镇无权处罚（示例）")
    clerk.fill("textarea[name=taken]", "已下达整改要求，停用灶具（示例）")
    clerk.click("main form button.btn-primary")
    clerk.wait_for_url(lambda url: "/referrals/" in url and "/new/" not in url)
    referral = clerk.url
    with clerk.expect_download() as letter:
        clerk.locator("a[href$='paper.docx']").first.click()
    assert letter.value.suggested_filename.endswith(".docx")
    receive = clerk.locator("form:has(input[name=by])")
    receive.locator("input[name=by]").fill("收文员（示例）")
    receive.locator("button.btn-primary, button[type=submit]").last.click()
    expect(clerk.locator(".message").first).to_be_visible()
    album.see(
        "clerk", referral.removeprefix(album.town.url), "received", "Clerk: received; the answer has a date", looks=ends
    )
    clerk.goto(referral)
    answer = clerk.locator("form:has(input[name=outcome])")
    answer.locator("input[name=outcome][value=rectified]").check()
    answer.locator("textarea[name=text]").fill("已督促整改到位（示例）")
    answer.locator("input[type=file]").set_input_files([people.a_photo()])
    answer.locator("button.btn-primary, button[type=submit]").last.click()
    expect(clerk.locator(".message").first).to_be_visible()
    album.see(
        "clerk",
        hazard.removeprefix(album.town.url),
        "followed",
        "Clerk: the hazard waits for the town's re-check",
        looks=ends,
    )
    album.see("clerk", "/referrals/", "ledger", "Clerk: every referral with the clock of its answer", looks=LOOKS[:1])

"""S2 item 5: the rulebook by kind, by clause, by law; a rule with its bases; somebody confirms one by name."""

from playwright.sync_api import expect

from tests.browser.album import LOOKS, Album

TITLE = "S2.5 Rulebook"


def tell(album: Album) -> None:
    ends = (LOOKS[0], LOOKS[3])
    album.see("officer", "/rules/?clause=二(四)2", "by-clause", "Inspector: the rules of one clause", looks=ends)
    album.see("officer", "/sources/", "library", "Inspector: laws and standards, how sure each is", looks=LOOKS[:1])
    officer = album.page("officer")
    officer.goto(f"{album.town.url}/rules/?unsure=1")
    officer.locator("main table a[href^='/rules/']").first.click()
    waiting = officer.locator("summary", has_text="确认这条依据").first
    waiting.click()
    officer.locator("input[name=note]:visible").first.fill("现行版，核对纸质文本（示例）")
    officer.locator("button:has-text('确认'):visible").first.click()
    expect(officer.locator("main")).to_contain_text("已记下您的确认")
    album.see("officer", officer.url, "rule", "Inspector: a rule, its bases, who confirmed one", looks=ends, whole=True)
    officer.goto(f"{album.town.url}/sources/?q=燃气条例")
    source = officer.locator("main table a[href^='/sources/']").first.get_attribute("href") or ""
    album.see(
        "officer", source, "articles", "Inspector: one law, article by article, and the rules on it", looks=LOOKS[:1]
    )

"""Every ledger by API: the same rows, filters, words and places as its page; out of reach is not there."""

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.calling import program_of
from tests.stories import restaurant

from gasloop.access.scope import may
from gasloop.registry.actions import register_person
from gasloop.shell.mounted import mounted


@pytest.fixture
def sites(town: Cast) -> list[str]:
    clerk = town.clerk.actor
    rows = [restaurant(clerk, f"{n}号店（示例）") for n in range(5)] + [restaurant(clerk, "远店（示例）", VILLAGE)]
    return [row.name for row in rows]


def test_pages_follow_one_another_without_loss(town: Cast, sites: list[str]) -> None:
    clerk = program_of(town, "clerk")
    seen, after = [], ""
    while True:
        page = clerk.got("/ledgers/sites", limit="2", sort="number", after=after)
        seen += [row["name"] for row in page["items"]]
        if not (after := page["after"]):
            break
    assert seen == sites
    assert page["count"] == len(sites)


def test_filters_search_and_words_are_those_of_the_page(town: Cast, sites: list[str]) -> None:
    clerk = program_of(town, "clerk")
    found = clerk.got("/ledgers/sites", territory=VILLAGE)
    assert [row["name"] for row in found["items"]] == ["远店（示例）"]
    assert found["shows"].startswith("渡头村（示例）")
    assert clerk.got("/ledgers/sites", q="3号店")["count"] == 1
    row = found["items"][0]
    assert (row["kind"], row["state"], row["territory"]) == ("restaurant", "open", VILLAGE)
    wrong = clerk.got("/ledgers/sites", 422, state="asleep")
    assert (wrong["code"], wrong["field"]) == ("ledger.filter", "state")


def test_what_is_out_of_reach_is_not_there(town: Cast, sites: list[str]) -> None:
    assert program_of(town, "far_grid").got("/ledgers/sites")["count"] == 1
    assert program_of(town, "clerk").got("/ledgers/accounts", 404)["code"]
    named = {ledger["name"] for ledger in program_of(town, "clerk").got("/ledgers")}
    assert "sites" in named
    assert "accounts" not in named


def test_personal_texts_are_masked(town: Cast, own_keys: None) -> None:
    register_person(town.clerk.actor, name="赵师傅", territory=COMMUNITY, phone="13800005678")
    row = program_of(town, "clerk").got("/ledgers/people")["items"][0]
    assert row["phone"] == "138****5678"


def test_every_ledger_answers_whoever_may_read_it_and_nobody_else(town: Cast) -> None:
    for who in ("clerk", "admin"):
        program, actor = program_of(town, who), town.actor(who)
        for name, listing in mounted().items():
            if not type(listing).__module__.startswith("gasloop."):
                continue  # a ledger of another test's, mounted in this process
            expected = 200 if may(actor, listing.capability) else 404
            assert program.ask(f"/ledgers/{name}").status_code == expected, name

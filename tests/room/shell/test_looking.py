"""Views kept and shared, columns kept, a list entered at a value, many rows done at once."""

from collections.abc import Callable
from urllib.parse import urljoin
from uuid import UUID

import pytest
from django.test import Client

from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.actions import register_site
from gasloop.registry.models import Site
from gasloop.shell.actions import choose_columns, drop_view, open_with, save_view
from gasloop.shell.actions.looking import views_of
from gasloop.shell.listing.testing import table_of
from gasloop.shell.models import ListHabit, SavedView
from tests.cast import COMMUNITY, VILLAGE, Cast

Browser = Callable[[str], Client]
NAMES = ("阿明羊肉粉", "老灶火锅店", "银行食堂", "张三豆花", "章五面馆")


@pytest.fixture
def sites(cast: Cast) -> dict[str, Site]:
    return {
        name: register_site(cast.clerk.actor, name=name, kind="restaurant", territory=COMMUNITY, address=f"正街{n}号")
        for n, name in enumerate(NAMES, 1)
    }


def names(html: str) -> list[str]:
    return [row[1] for row in table_of(html)]


def test_a_view_is_kept_shared_and_opened_with(cast: Cast, sites: dict[str, Site], signed_in: Browser) -> None:
    browser = signed_in("clerk")
    answer = browser.post(
        "/sites/views/keep",
        {
            "name": " 张字头 ",
            "query": "?q=zs&sort=name&evil=1",
            "column": ["number", "name"],
            "share": "1",
            "first": "1",
        },
    )
    view = SavedView.objects.get()
    assert (view.name, view.query, view.columns) == ("张字头", "q=zs&sort=name", ["number", "name"])
    there = f"/sites/?q=zs&sort=name&view={view.pk}"
    assert urljoin("/sites/views/keep", answer.headers["Location"]) == there
    assert browser.get(there).status_code == 200
    opened = browser.get("/sites/")
    assert (opened.status_code, opened.headers["Location"]) == (302, f"?q=zs&sort=name&view={view.pk}")
    page = browser.get(f"/sites/{opened.headers['Location']}").content.decode()
    assert table_of(page) == [[sites["张三豆花"].number, "张三豆花"]]
    assert len(table_of(browser.get("/sites/?view=").content.decode())) == len(NAMES)


def test_views_are_their_makers_and_their_offices(cast: Cast) -> None:
    clerk, head, officer = cast.clerk.actor, cast.head.actor, cast.officer.actor
    own = save_view(clerk, ledger="sites", name="我的", query="")
    shared = save_view(head, ledger="sites", name="应急办的", query="", office_id=cast.offices["应急办"].pk)
    assert list(views_of(clerk, "sites")) == [own]
    assert list(views_of(officer, "sites")) == [shared]
    open_with(officer, ledger="sites", view_id=shared.pk)
    for refused in (own.pk, UUID(int=1)):
        with pytest.raises(NotFound):
            open_with(officer, ledger="sites", view_id=refused)
        with pytest.raises(NotFound):
            drop_view(officer, ledger="sites", view_id=refused)
    with pytest.raises(NotFound):
        save_view(officer, ledger="sites", name="别人的", query="", office_id=cast.offices["经发办"].pk)
    with pytest.raises(Refusal):
        save_view(officer, ledger="sites", name="  ", query="")
    with pytest.raises(NotFound):
        save_view(cast.admin.actor, ledger="sites", name="不许看", query="")
    drop_view(head, ledger="sites", view_id=shared.pk)
    assert ListHabit.objects.get(account_id=officer.id).view_id is None


def test_the_same_name_is_the_same_view(cast: Cast) -> None:
    for query in ("q=a", "q=b"):
        save_view(cast.clerk.actor, ledger="sites", name="一", query=query)
    assert SavedView.objects.get().query == "q=b"


def test_columns_go_with_the_account_and_not_with_the_browser(
    cast: Cast, sites: dict[str, Site], signed_in: Browser
) -> None:
    choose_columns(cast.clerk.actor, ledger="sites", columns=["name", "address", "nonsense"])
    assert all(len(row) == 2 for row in table_of(signed_in("clerk").get("/sites/").content.decode()))
    assert all(len(row) > 2 for row in table_of(signed_in("head").get("/sites/").content.decode()))


@pytest.mark.parametrize(
    ("sort", "at", "first", "count"),
    [
        ("name", "张", "张三豆花", 2),
        ("name", "l", "老灶火锅店", 4),
        ("-name", "老", "老灶火锅店", 2),
        ("name", "最后面", "阿明羊肉粉", 5),
        ("number", "D", "阿明羊肉粉", 5),
        ("-received_at", "2026年11月2日", "章五面馆", 5),
    ],
)
def test_a_list_is_entered_at_a_value(
    cast: Cast, sites: dict[str, Site], signed_in: Browser, sort: str, at: str, first: str, count: int
) -> None:
    html = signed_in("clerk").get("/sites/", {"sort": sort, "at": at}).content.decode()
    assert (names(html)[0], len(names(html))) == (first, count)
    assert f"从“{at}”起" in html


def test_a_value_that_is_none_is_answered_in_words(cast: Cast, sites: dict[str, Site], signed_in: Browser) -> None:
    html = signed_in("clerk").get("/sites/", {"sort": "received_at", "at": "昨天"}).content.decode()
    assert 'role="alert"' in html
    assert "昨天" in html


def test_many_are_done_at_once_after_a_preview(cast: Cast, sites: dict[str, Site], signed_in: Browser) -> None:
    browser = signed_in("grid")
    far = register_site(cast.clerk.actor, name="远店", kind="restaurant", territory=VILLAGE, address="村口")
    chosen = [str(sites[name].pk) for name in NAMES[:2]] + [str(far.pk)]
    asked = browser.post("/sites/bulk/close", {"row": chosen}).content.decode()
    assert "选中 2 条" in asked
    assert "told-why" in asked
    told = {"row": chosen, "told": "1", "told-why": "歇业（示例）"}
    preview = browser.post("/sites/bulk/close", told).content.decode()
    assert "2 条可以办理，0 条不能办理" in preview
    assert Site.objects.filter(state="closed").count() == 0
    done = browser.post("/sites/bulk/close", {**told, "go": "1"}).content.decode()
    assert "已办理 2 条，0 条没有办成" in done
    assert set(Site.objects.filter(state="closed").values_list("name", flat=True)) == set(NAMES[:2])
    again = browser.post("/sites/bulk/close", {**told, "all": "1", "query": "?q=正街"}).content.decode()
    assert "3 条可以办理，2 条不能办理" in again


def test_a_bulk_act_is_there_for_those_who_may(cast: Cast, sites: dict[str, Site], signed_in: Browser) -> None:
    reader = signed_in("auditor")
    assert "listing-bulk" not in reader.get("/sites/").content.decode()
    assert reader.post("/sites/bulk/close", {"row": [str(sites[NAMES[0]].pk)]}).status_code == 404
    assert "listing-bulk" in signed_in("clerk").get("/sites/").content.decode()

"""One declared list, and everything that comes with it."""

from collections.abc import Sequence
from datetime import date
from html import unescape
from typing import ClassVar

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override

from gasloop.access.actors import actor_of
from gasloop.access.models import Account, Office
from gasloop.shell.listing import Ledger, count_rows, figure
from gasloop.shell.listing.paging import COUNTED_TO, Count
from gasloop.shell.listing.testing import ListingTests, browser_of, table_of
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.room.shell.ledger import LineListing, OfficeListing

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.room.shell.urls")]


def office(number: int, territory: str = COMMUNITY, **values: object) -> Office:
    return Office.objects.create(name=f"单位{number}", level=Office.Level.VILLAGE, territory=territory, **values)


class TestOffices(ListingTests):
    """The machine's own ledger: grid officer 王芳 of 双堰社区 reads it, auditor 孙静 does not."""

    listing, namespace = OfficeListing, "demo"
    samples: ClassVar = {
        "level": {"level": "village"},
        "territory": {"territory": COMMUNITY},
        "valid_to": {"valid_to_from": "2026-11-01", "valid_to_to": "2026-11-30"},
        "arrived": {"arrived_to": "2026-12-31"},
        "open": {"open": "1"},
        "named": {"named": "1"},
    }

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Office]:
        first = office(1, valid_from=date(2026, 1, 1), aliases=["一处", "<b>"])
        return [
            first,
            office(2, valid_to=date(2026, 11, 1)),
            office(3, valid_to=date(2026, 11, 3)),
            office(4, valid_to=date(2026, 11, 3), successor=first),
            office(5, valid_to=date(2026, 12, 9), successor=first),
        ]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Office]:
        return [office(6, VILLAGE), office(7, VILLAGE)]

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.auditor.account

    @pytest.fixture(autouse=True)
    def _sample_of_successor(self, rows: Sequence[Office]) -> None:
        self.samples["successor"] = {"successor": str(rows[0].pk)}

    # The machine itself

    def test_text_is_escaped(self, reader: Account, page: str) -> None:
        html = browser_of(reader).get(page).content.decode()
        assert "<b>" not in html.partition("<tbody")[2].partition("</tbody>")[0]
        assert [row[-1] for row in table_of(html) if row[0] == "单位1"] == ["一处、<b>"]

    def test_a_deadline_is_said_in_words_and_stops_when_met(self, reader: Account, page: str) -> None:
        cells = {row[0]: row[4] for row in table_of(browser_of(reader).get(page).content.decode())}
        assert cells["单位2"] == "2026年11月1日 逾期 1 天"
        assert cells["单位3"] == "2026年11月3日 还有 1 天"
        assert cells["单位4"] == "2026年11月3日"

    def test_chips_take_one_filter_away(self, reader: Account, page: str) -> None:
        html = unescape(browser_of(reader).get(page, {"level": "village", "open": "1", "q": "单位"}).content.decode())
        assert 'href="?level=village&q=%E5%8D%95%E4%BD%8D"' in html
        assert 'href="?level=village&open=1"' in html

    def test_a_place_made_up_leads_to_the_first_page(self, reader: Account, page: str) -> None:
        first = table_of(browser_of(reader).get(page).content.decode())
        for place in ("¿", "AAAA", "W251bGwsIngiXQ"):
            assert table_of(browser_of(reader).get(page, {"after": place}).content.decode()) == first

    def test_an_order_that_is_none_is_answered_in_words(self, reader: Account, page: str) -> None:
        html = browser_of(reader).get(page, {"sort": "password"}).content.decode()
        assert "不能按“password”排序。" in html

    def test_search_wants_every_word(self, reader: Account, page: str) -> None:
        html = browser_of(reader).get(page, {"q": " 单位  1 "}).content.decode()
        assert {row[0] for row in table_of(html)} == {"单位1", "单位4", "单位5"}, "4 and 5 are succeeded by 单位1"

    def test_other_territories_are_no_choice(self, reader: Account, page: str) -> None:
        html = browser_of(reader).get(page, {"territory": VILLAGE}).content.decode()
        assert "没有这个辖区，或不在您的管辖范围内，请重新选择。" in html
        assert "渡头村" not in html

    def test_the_columns_form_leads_nowhere_else(self, reader: Account, page: str) -> None:
        answer = browser_of(reader).post(self.address("columns"), {"query": "//evil.example/"})
        assert answer.headers["Location"] == "./"

    def test_csv_runs_nothing_in_a_spreadsheet(self, reader: Account, page: str) -> None:
        office(8, aliases=["=HYPERLINK(1)"])
        assert "'=HYPERLINK(1)" in [row[6] for row in self._csv(browser_of(reader))]

    def test_a_figure_is_the_count_of_its_list(self, reader: Account, page: str) -> None:
        actor = actor_of(reader)
        stat = figure(actor, OfficeListing(), "demo", "在用", open="1", attention=True)
        assert stat is not None
        rows = table_of(browser_of(reader).get(stat.url).content.decode())
        assert stat.number == str(len(rows))
        assert stat.tone == "attention"
        assert count_rows(OfficeListing(), actor, {"q": "¿"}).number == 0

    def test_there_is_no_figure_for_who_may_not_look(self, outsider: Account, page: str) -> None:
        assert figure(actor_of(outsider), OfficeListing(), "demo", "在用") is None


def test_an_empty_ledger_says_what_will_stand_there(cast: Cast) -> None:
    Office.objects.filter(territory__startswith=VILLAGE).update(territory="elsewhere/")
    html = browser_of(cast.far_grid.account).get("/offices/").content.decode()
    assert "还没有记录" in html


def test_nobody_signed_in_with_htmx_is_led_to_the_sign_in_page(client: Client, db: None) -> None:
    answer = client.get("/offices/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/sign-in/")


def test_lines_say_themselves(cast: Cast) -> None:
    asked = QueryDict("line=catering&line=public")
    ledger = Ledger(LineListing(), cast.clerk.actor, asked)
    assert [words for _filter, words in ledger.filters_in_words()] == ["餐饮、学校医院等单位"]


def test_a_count_stops_where_nobody_needs_to_know() -> None:
    assert str(Count(COUNTED_TO, capped=True)) == "10,000+"
    assert Count(COUNTED_TO, capped=True).words == "共 10,000 条以上"
    with override("en"):
        assert Count(1, capped=False).words == "1 record"

"""The month's table: every number is the count of the list behind it, by office and by village, for any month."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from python_calamine import CalamineWorkbook
from tests.cast import COMMUNITY, TOWN, VILLAGE, Cast
from tests.stories import Hose, photo, restaurant

from gasloop.access.actions import add_territory, assign_post, create_account, create_post
from gasloop.access.actors import actor_of
from gasloop.access.models import Territory
from gasloop.access.roles import Role
from gasloop.hazard.actions import Order, merge_hazards, order_rectification, recheck, rectify, void_hazard
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.refusal import Refusal
from gasloop.oversight.month.bulletin import bulletin
from gasloop.oversight.month.figures import COLUMNS, FIGURES, RATES
from gasloop.oversight.month.listings import LISTINGS
from gasloop.oversight.month.spans import Month, read_month
from gasloop.oversight.month.table import MonthTable, Number, month_table
from gasloop.oversight.month.workbook import write_workbook
from gasloop.referral.actions import Letter, send_referral
from gasloop.registry.actions import close_site, register_site
from gasloop.shell.listing import Ledger

SignIn = Callable[[str], Client]
EVERYBODY = ("leader", "clerk", "head", "officer", "grid", "far_grid", "market", "auditor")


def found(town: Cast, name: str, territory: str = COMMUNITY) -> Hazard:
    head = town.head.actor
    site = restaurant(system(), name, territory)
    return record_visit(head, report=Hose(site, photos=[photo(head)]).report()).hazards[0]


def ordered(town: Cast, name: str, territory: str = COMMUNITY) -> Hazard:
    hazard = found(town, name, territory)
    return order_rectification(town.head.actor, hazard_id=hazard.pk, order=Order("停用", "张老板"))


@pytest.fixture
def worked(town: Cast, hands: clock.Hands) -> Cast:
    """October's and November's work, with everything in it that a figure tells apart."""
    hands.move(timedelta(days=-20))
    old = ordered(town, "上月的店（示例）")
    done = ordered(town, "改好的店（示例）")
    rectify(town.officer.actor, hazard_id=done.pk, proof=Proof("已换", [photo(town.officer.actor)]))
    recheck(town.head.actor, hazard_id=done.pk, passed=True, proof=Proof())
    shut = restaurant(system(), "关门的店（示例）")
    hands.move(timedelta(days=20))
    close_site(system(), site_id=shut.pk, why="停业")
    letter = Letter(town.offices["区消防救援支队"].pk, "本镇无权处罚", taken="已下达整改要求")
    send_referral(town.clerk.actor, hazard_id=old.pk, letter=letter)
    for n in range(2):
        ordered(town, f"渡头的店{n}（示例）", VILLAGE)
    waiting = ordered(town, "这月改的店（示例）", TOWN)
    rectify(town.officer.actor, hazard_id=waiting.pk, proof=Proof("已换", [photo(town.officer.actor)]))
    kept = found(town, "查了两次的店（示例）")
    again = record_visit(town.head.actor, report=Hose(kept.site).report()).hazards[0]
    merge_hazards(town.head.actor, hazard_id=kept.pk, duplicates=[again.pk])
    void_hazard(town.head.actor, hazard_id=found(town, "量错的店（示例）").pk, why="量错")
    owner = town.offices["应急办"].pk
    register_site(
        system(), name="有主管的店（示例）", kind="restaurant", territory=COMMUNITY, address="街（示例）",
        gas_source="lpg_cylinder", owner_office_id=owner,
    )  # fmt: skip
    hands.move(timedelta(days=12))
    return town


def numbers(table: MonthTable) -> Iterator[Number]:
    for line in (table.total, *table.offices, *table.places):
        for cell in line.cells:
            yield cell.number
            if cell.whole is not None:
                yield cell.whole


def behind(actor: Actor, number: Number) -> int:
    """How many rows the list at the number's address has, read as the page reads it."""
    parts = urlsplit(number.url)
    listing = next(each for each in LISTINGS.values() if each.url("oversight") == parts.path)
    ledger = Ledger(listing, actor, QueryDict(parts.query))
    assert not ledger.problems, (number.url, ledger.problems)
    return ledger.matching().count()


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_number_is_the_count_of_its_list(worked: Cast, name: str) -> None:
    actor = worked.people[name].actor
    for month in (Month(2026, 11), Month(2026, 10), Month(2026, 1)):
        table = month_table(actor, month)
        for number in numbers(table):
            assert behind(actor, number) == number.value, number.url


def test_what_the_month_says(worked: Cast) -> None:
    november = month_table(worked.leader.actor, Month(2026, 11)).total.counts
    assert november["registered"] == 8
    assert november["visits"] == 6
    assert november["covered"] == 5
    assert november["never"] == 1
    assert november["found"] == 4  # neither the voided one nor the one merged
    assert november["found_rectified"] == 1
    assert november["overdue"] == 4
    assert (november["referred"], november["answered"]) == (1, 0)
    october = month_table(worked.leader.actor, Month(2026, 10)).total.counts
    assert (october["registered"], october["visits"], october["covered"]) == (3, 2, 2)
    assert (october["found"], october["closed"], october["open"], october["overdue"]) == (2, 1, 1, 1)


def test_lines_add_up_to_the_total(worked: Cast) -> None:
    table = month_table(worked.leader.actor, Month(2026, 11))
    for key in FIGURES:
        assert sum(line.counts[key] for line in table.offices) == table.total.counts[key], key
        assert sum(line.counts[key] for line in table.places) == table.total.counts[key], key
    assert [line.name for line in table.places] == ["渡头村（示例）", "双堰社区", "群力镇本级"]


def test_visits_count_for_the_office_of_whoever_went(worked: Cast) -> None:
    record_visit(worked.grid.actor, report=Hose(restaurant(system(), "网格的店（示例）"), metres=1).report())
    lines = {line.name: line.counts for line in month_table(worked.leader.actor, Month(2026, 11)).offices}
    assert lines["双堰社区居委会"]["visits"] == 1
    assert lines["应急办"]["visits"] == 6
    assert lines["应急办"]["registered"] == 1


def test_a_grid_cell_counts_with_its_village_and_alone_for_its_officer(worked: Cast) -> None:
    parent = Territory.objects.get(path=COMMUNITY)
    cell = add_territory(system(), parent=parent, code="g1", name="双堰社区第1网格", kind=Territory.Kind.GRID)
    before = month_table(worked.leader.actor, Month(2026, 11))
    found(worked, "网格里的店（示例）", cell.path)
    after = month_table(worked.leader.actor, Month(2026, 11))
    assert len(after.places) == len(before.places)
    account = create_account(system(), username="cell", name="格员", must_change=False).account
    post = create_post(
        system(), office=worked.offices["双堰社区居委会"], title="网格员", role=Role.GRID, territory=cell.path
    )
    assign_post(system(), post=post, account=account)
    actor = actor_of(account)
    table = month_table(actor, Month(2026, 11))
    assert [line.name for line in table.places] == ["双堰社区第1网格本级"]
    assert all(behind(actor, number) == number.value for number in numbers(table))


def test_one_query_a_ledger_however_much_there_is(worked: Cast) -> None:
    leader = worked.leader.actor
    with CaptureQueriesContext(connection) as few:
        month_table(leader, Month(2026, 11))
    for n in range(6):
        found(worked, f"更多的店{n}（示例）")
    with CaptureQueriesContext(connection) as many:
        month_table(leader, Month(2026, 11))
    assert len(many) == len(few) == 6


def test_a_month_that_has_not_come_counts_nothing(worked: Cast) -> None:
    table = month_table(worked.leader.actor, Month(2027, 3))
    assert {key: table.total.counts[key] for key in ("visits", "found", "due", "referred")} == dict.fromkeys(
        ("visits", "found", "due", "referred"), 0
    )


def test_columns_are_figures_or_shares_of_figures() -> None:
    assert all(key in FIGURES or key in RATES for key in COLUMNS)
    assert all({rate.part, rate.whole} <= set(FIGURES) for rate in RATES.values())


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "november", "2026-00", "0001-01", "２０２６-11", "2026-11-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read_month(text)


def test_december_ends_with_the_year(hands: clock.Hands) -> None:
    assert Month(2026, 12).next == Month(2027, 1)
    assert Month(2027, 1).previous == Month(2026, 12)
    assert Month(2026, 10).ends == clock.start_of(Month(2026, 11).first)
    assert Month(2026, 11).ends == clock.now() + timedelta(microseconds=1)


def test_the_workbook_has_the_page_s_numbers(worked: Cast) -> None:
    table, target = month_table(worked.leader.actor, Month(2026, 11)), BytesIO()
    write_workbook(table, target)
    book = CalamineWorkbook.from_filelike(BytesIO(target.getvalue()))
    assert book.sheet_names == ["按单位", "按辖区", "怎么算"]
    head, *rows = book.get_sheet_by_name("按辖区").to_python(skip_empty_area=True)[2:]
    total = dict(zip(head, rows[-1], strict=True))
    assert (total["在册对象"], total["检查次数"], total["发现隐患"], total["月末逾期"]) == (8, 6, 4, 4)
    assert total["覆盖率"] == pytest.approx(5 / 8)
    assert len(rows) == len(table.places) + 1


def test_the_group_s_text_names_only_what_its_writer_sees(worked: Cast) -> None:
    month = Month(2026, 11)
    for name, seen in (("leader", {"上月的店", "渡头的店0"}), ("grid", {"上月的店"})):
        actor = worked.people[name].actor
        table = month_table(actor, month)
        text = bulletin(actor, table, "群力镇", names=True)
        assert {shop for shop in ("上月的店", "渡头的店0") if shop in text} == seen
        assert "店" not in bulletin(actor, table, "群力镇", names=False).replace("本店", "")
        assert f"发现隐患{table.number('found')}处" in text
        assert "/month/?month=2026-11" in text
    with override("en"):
        assert "4 hazards found" in bulletin(
            worked.leader.actor, month_table(worked.leader.actor, month), "Qunli", names=False
        )


def test_the_pages(worked: Cast, signed_in: SignIn) -> None:
    leader = signed_in("leader")
    for address in (
        "/month/",
        "/month/?month=2026-10",
        "/month/text/",
        "/month/text/?names=1",
        "/month/?month=rubbish",
    ):
        for language in ("zh-hans", "en"):
            answer = leader.get(address, headers={"Accept-Language": language})
            assert answer.status_code == 200, address
    assert signed_in("admin").get("/month/").status_code == 404
    book = leader.get("/month/xlsx?month=2026-11")
    assert b"".join(book.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined] # the test client's answer streams
    answer = leader.get("/api/v1/month?month=2026-11").json()
    assert answer["total"]["found"] == 4
    assert answer["rates"]["coverage"]["numerator"] == "covered"
    assert leader.get("/api/v1/month?month=2026-13").status_code == 409


def test_addresses_that_make_no_sense_are_answered_in_words(worked: Cast) -> None:
    for query in ("figure=nonsense", "figure=found&month=2026-99", f"office={uuid4()}", "only=nowhere/"):
        ledger = Ledger(LISTINGS[FIGURES["found"].ledger], worked.leader.actor, QueryDict(query))
        assert len(ledger.problems) >= 1, query

"""The hazards a town already had: open ones go on here, closed ones are told as closed and prove nothing."""

from collections.abc import Mapping
from datetime import date

import pytest
from tests.cast import Cast
from tests.room.shell.office_sheets import as_xlsx
from tests.stories import restaurant

from gasloop.evidence.checks.states import check_kind
from gasloop.evidence.models import Entry
from gasloop.hazard.actions.bringing import take_hazard_back
from gasloop.hazard.models import Hazard
from gasloop.hazard.states import HazardState
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.models import Duty
from gasloop.shell.importing.whole import Brought, bring_file
from gasloop.shell.mounted import importer_of

Typed = Mapping[str, object]


@pytest.fixture(autouse=True)
def keys_apart(own_keys: None) -> None:
    """The machine of imports may ask for keys."""


@pytest.fixture
def row(town: Cast) -> Typed:
    """An open hazard as an office wrote it down."""
    return {
        "site": restaurant(town.clerk.actor).number,
        "rule": "连接软管不得超过2米",
        "description": "软管超过2米",
        "found_at": "2025年3月1日",
        "state": "已登记",
        "brought_from": "2025年排查台账（示例）",
    }


def brought(cast: Cast, *rows: Typed, who: str = "clerk") -> Brought:
    importer = importer_of("hazards")
    assert importer is not None
    return bring_file(cast.actor(who), ledger="hazards", content=as_xlsx(importer, rows), filename="a.xlsx")


def test_an_open_one_has_an_owner_a_clock_and_is_overdue(town: Cast, row: Typed) -> None:
    assert brought(town, row).create == 1
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.brought_from) == (HazardState.FOUND, "2025年排查台账（示例）")
    assert clock.legal_day(hazard.found_at) == date(2025, 3, 1)
    assert hazard.due_at < clock.now()
    assert Duty.objects.get(about_id=hazard.pk).kind == Duty.Kind.ORDER


def test_what_was_ordered_then_is_ordered_here(town: Cast, row: Typed) -> None:
    brought(town, {**row, "state": "整改中", "control_measure": "停用", "answerable_person": "张三"})
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.answerable_person) == (HazardState.ORDERED, "张三")
    assert Duty.objects.get(about_id=hazard.pk, state=Duty.State.OPEN).kind == Duty.Kind.RECTIFY


def test_a_closed_one_invents_no_evidence(town: Cast, row: Typed) -> None:
    brought(town, {**row, "state": "已销号", "closed_at": "2025-04-02"})
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.rectified_at) == (HazardState.CLOSED, None)
    assert [(step.verb, step.photos) for step in hazard.steps.all()] == [("bring", [])]
    assert "无佐证" in hazard.steps.get().note
    assert not Duty.objects.filter(about_id=hazard.pk).exists()
    assert Entry.objects.get(subject_id=hazard.pk).act == "hazard.brought"
    assert list(check_kind(Hazard)) == []


def test_the_same_file_twice_brings_nothing_twice(town: Cast, row: Typed) -> None:
    both = (row, {**row, "description": "阀门漏气", "state": "已销号", "closed_at": "2025-04-02"})
    assert brought(town, *both).create == 2
    assert brought(town, *both).same == 2


def test_nothing_here_is_closed_by_a_file(town: Cast, row: Typed) -> None:
    brought(town, row)
    number = Hazard.objects.get().number
    told = brought(town, {**row, "number": number, "state": "已销号", "closed_at": "2025-04-02"})
    assert (told.refused, told.written) == (1, False)
    assert Hazard.objects.get().state == HazardState.FOUND


@pytest.mark.parametrize(
    ("odd", "column"),
    [
        ({"rule": "随便一条"}, "隐患类别"),
        ({"site": "没有这家"}, "对象名称"),
        ({"state": "待复查"}, "整改情况"),
        ({"state": "已销号"}, "销号日期"),
        ({"found_at": "2999-01-01"}, "发现日期"),
        ({"state": "已销号", "closed_at": "2024-01-01"}, "销号日期"),
    ],
)
def test_what_cannot_be_is_refused_in_its_cell(town: Cast, row: Typed, odd: Typed, column: str) -> None:
    fine = {**row, "description": "另一处", "closed_at": ""}
    found = brought(town, fine, {"closed_at": "", **row, **odd})
    assert (found.create, found.refused) == (1, 1)
    assert [p["column"] for p in found.problems] in ([column], [""])
    assert not Hazard.objects.exists()


def test_who_works_in_the_field_brings_no_ledger(town: Cast, row: Typed) -> None:
    told = brought(town, row, who="officer")
    assert told.refused == 1


def test_it_is_taken_back_until_somebody_worked_on_it(town: Cast, row: Typed) -> None:
    brought(town, row, {**row, "description": "阀门漏气", "state": "已销号", "closed_at": "2025-04-02"})
    for hazard in Hazard.objects.all():
        with pytest.raises(NotFound):
            take_hazard_back(town.officer.actor, hazard_id=hazard.pk, why="发错")
        take_hazard_back(town.clerk.actor, hazard_id=hazard.pk, why="发错")
    assert set(Hazard.objects.values_list("state", flat=True)) == {HazardState.VOIDED}
    assert not Duty.objects.filter(state=Duty.State.OPEN).exists()
    brought(town, {**row, "description": "第三处"})
    third = Hazard.objects.get(description="第三处")
    third.steps.create(verb="note", state=third.state, at=clock.now(), by=town.officer.actor.id, by_name="李强")
    with pytest.raises(Refusal, match="worked_on"):
        take_hazard_back(town.clerk.actor, hazard_id=third.pk, why="发错")

"""A pack is loaded: the difference first, new versions of what changed, and old findings keep theirs."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.cast import COMMUNITY, Cast

from gasloop.evidence.models import BatchRow, Entry
from gasloop.kernel.actor import system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.actions import register_site
from gasloop.registry.models import Site
from gasloop.rulebook.actions import confirm_basis, diff_pack, load_pack
from gasloop.rulebook.judging import judge
from gasloop.rulebook.models import Basis, Measure, Pack, Rule
from gasloop.rulebook.packs.reading import PackRefused
from gasloop.rulebook.queries import (
    citable_bases,
    constant,
    constants,
    measures_of,
    rules_for,
    rules_in_force,
    rules_of_clause,
)

PACKS = Path(__file__).parents[3] / "packs"
NAMES = ("national", "chongqing", "qunli")
DAY = date(2026, 11, 2)


@pytest.fixture
def book(cast: Cast) -> Cast:
    """The three packs, loaded."""
    for name in NAMES:
        load_pack(system(), directory=PACKS / name)
    return cast


@pytest.fixture
def kitchen(book: Cast) -> Site:
    """A restaurant that cooks with bottled gas."""
    return register_site(
        book.grid.actor,
        name="小面馆",
        kind="restaurant",
        territory=COMMUNITY,
        address="正街35号",
        gas_source="lpg_cylinder",
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The packs in a place where a test may change them."""
    shutil.copytree(PACKS, tmp_path / "packs")
    return tmp_path / "packs"


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_hose_rule_judges_a_measured_hose_in_a_kitchen(kitchen: Site) -> None:
    rules = {rule.code: rule for rule in rules_for(kitchen, DAY)}
    hose = rules["R-CAT-HOSE-LENGTH"]
    (item,) = hose.check_items
    verdict = judge(item.spec(), "2.6", constants(DAY))
    assert (verdict.passed, verdict.measured) == (False, "2.6 m")
    assert verdict.sentence == "连接软管长2.6 m，超过2 m"
    assert hose.clause_refs == ["二(四)2"]
    assert "6.1.8" in {basis.article for basis in citable_bases(hose)}
    assert (hose.deadline_amount, hose.deadline_unit) == (3, "working_days")


def test_every_situation_of_clause_2_4_2_leads_to_rules(book: Cast) -> None:
    codes = {rule.code for rule in rules_of_clause("二(四)2", DAY)}
    assert len(codes) == 11
    assert {"R-CAT-LPG-BELOW-GROUND", "R-CAT-CYLINDER-ROOM", "R-CAT-SPARE-BOTTLES"} <= codes


def test_a_kitchen_with_piped_gas_is_not_asked_about_bottles(kitchen: Site) -> None:
    kitchen.gas_source = "pipeline"
    codes = {rule.code for rule in rules_for(kitchen, DAY)}
    assert "R-CAT-HOSE-LENGTH" in codes
    assert not codes & {"R-CAT-LPG-BELOW-GROUND", "R-CAT-CYLINDER-ROOM", "R-CAT-ALARM-PLACE-LPG"}


def test_where_nobody_recorded_the_gas_everything_is_asked(kitchen: Site) -> None:
    kitchen.gas_source = ""
    codes = {rule.code for rule in rules_for(kitchen, DAY)}
    assert {"R-CAT-LPG-BELOW-GROUND", "R-CAT-ALARM-PLACE-PIPED"} <= codes


def test_no_rule_applies_before_it_was_in_force(kitchen: Site) -> None:
    assert "R-CAT-HOSE-LENGTH" not in {rule.code for rule in rules_for(kitchen, date(2021, 12, 31))}
    with pytest.raises(Refusal, match="constant"):
        constant("hose_max_length_m", date(2021, 12, 31))
    assert constant("hose_max_length_m", DAY) == Decimal(2)


def test_loading_again_changes_nothing_and_logs_nothing(book: Cast) -> None:
    before = Entry.objects.count()
    for name in NAMES:
        assert diff_pack(PACKS / name) == []
        assert load_pack(system(), directory=PACKS / name).changes == ()
    assert Entry.objects.count() == before


def test_a_load_is_one_act_with_every_row_under_it(book: Cast) -> None:
    entry = Entry.objects.filter(act="rulebook.pack_loaded", subject_id=Pack.objects.get(name="qunli").pk).get()
    assert entry.body["added"] == sum(1 for _ in entry.body["changes"])
    rule = Rule.objects.get(code="R-CAT-CYLINDER-ROOM")
    assert BatchRow.objects.filter(subject_kind="rule", subject_id=rule.pk).count() == 1


def test_a_changed_rule_becomes_the_next_version_and_the_old_one_stays(book: Cast, copied: Path) -> None:
    file = copied / "qunli" / "rules" / "catering.yaml"
    rewrite(file, "deadline: {amount: 30, unit: days}", "deadline: {amount: 20, unit: days}")
    (change,) = diff_pack(copied / "qunli")
    assert (change.what, change.code, change.fields[0].name) == ("changed", "R-CAT-CYLINDER-ROOM", "deadline")
    old = Rule.objects.get(code="R-CAT-CYLINDER-ROOM")
    load_pack(system(), directory=copied / "qunli")
    now = next(rule for rule in rules_in_force(DAY) if rule.code == old.code)
    old.refresh_from_db()
    assert (now.version, now.deadline_amount, now.clause_refs) == (2, 20, ["二(四)2"])
    assert (old.version, old.deadline_amount) == (1, 30)


def test_a_change_that_begins_later_leaves_today_alone(book: Cast, copied: Path) -> None:
    file = copied / "qunli" / "rules" / "catering.yaml"
    rewrite(file, "effective_from: 2023-09-04", "effective_from: 2027-01-01")
    load_pack(system(), directory=copied / "qunli")
    versions = {day: _version("R-CAT-SPARE-BOTTLES", day) for day in (DAY, date(2027, 1, 1))}
    assert versions == {DAY: 1, date(2027, 1, 1): 2}


def _version(code: str, day: date) -> int:
    return next(rule.version for rule in rules_in_force(day) if rule.code == code)


def test_a_withdrawn_rule_is_gone_in_all_its_versions(book: Cast, copied: Path) -> None:
    (copied / "qunli" / "rules" / "catering.yaml").write_text("rules: []\n", encoding="utf-8")
    situations = copied / "qunli" / "situations.yaml"
    text = situations.read_text(encoding="utf-8")
    for code in ("R-CAT-CYLINDER-ROOM", "R-CAT-SPARE-BOTTLES", "R-CAT-ONE-GAS"):
        text = (
            text.replace(f"rules: [{code}]", "answered_by: 示例（C1）")
            .replace(f"{code}, ", "")
            .replace(f", {code}", "")
        )
    situations.write_text(text, encoding="utf-8")
    load_pack(system(), directory=copied / "qunli")
    assert not any(rule.code == "R-CAT-CYLINDER-ROOM" for rule in rules_in_force(date(2030, 1, 1)))


def test_a_pack_that_leaves_it_to_taste_is_refused_with_its_line(book: Cast, copied: Path) -> None:
    file = copied / "national" / "rules" / "catering.yaml"
    rewrite(file, "question: 最长的一根连接软管有多长？", "question: 软管是否符合要求？")
    with pytest.raises(PackRefused) as refused:
        load_pack(system(), directory=copied / "national")
    (problem,) = refused.value.problems
    assert problem.file == "rules/catering.yaml"
    assert file.read_text(encoding="utf-8").splitlines()[problem.line - 1].strip().startswith("question:")
    assert "符合要求" in problem.sentence


def test_a_pack_waits_for_the_packs_it_builds_on(cast: Cast) -> None:
    with pytest.raises(Refusal, match="national"):
        load_pack(system(), directory=PACKS / "qunli")
    assert not Pack.objects.exists()


def test_the_city_says_that_the_town_may_order_correction(book: Cast) -> None:
    hose = next(rule for rule in rules_in_force(DAY) if rule.code == "R-CAT-HOSE-LENGTH")
    order = next(measure for measure in measures_of(hose) if measure.code == "M-ORDER")
    assert (order.taken_by, order.source_code) == ("town", "CQ-SAFETY")
    assert Measure.objects.filter(code="M-ORDER").count() == 2


def test_a_basis_seen_second_hand_is_cited_once_a_named_person_confirmed_it(book: Cast) -> None:
    basis = Basis.objects.get(rule__code="R-CAT-CYLINDER-ROOM", source__code="GB-51142")
    assert not basis.citable
    with pytest.raises(NotFound):
        confirm_basis(book.grid.actor, basis_id=basis.pk, note="看过")
    with pytest.raises(Refusal, match="note"):
        confirm_basis(book.head.actor, basis_id=basis.pk, note=" ")
    confirmed = confirm_basis(book.head.actor, basis_id=basis.pk, note="对照2015年印刷本")
    assert confirmed.citable
    assert confirmed.confirmed_by_name == "何主任"
    with pytest.raises(Refusal, match="done"):
        confirm_basis(book.leader.actor, basis_id=basis.pk, note="再确认")


def test_a_confirmation_outlives_a_new_version_that_says_the_same(book: Cast, copied: Path) -> None:
    basis = Basis.objects.get(rule__code="R-CAT-CYLINDER-ROOM", source__code="GB-51142")
    confirm_basis(book.head.actor, basis_id=basis.pk, note="对照2015年印刷本")
    file = copied / "qunli" / "rules" / "catering.yaml"
    rewrite(file, "deadline: {amount: 30, unit: days}", "deadline: {amount: 20, unit: days}")
    load_pack(system(), directory=copied / "qunli")
    assert Basis.objects.get(rule__version=2, source__code="GB-51142").citable


def test_only_who_runs_the_rulebook_loads_a_pack(cast: Cast) -> None:
    with pytest.raises(NotFound):
        load_pack(cast.grid.actor, directory=PACKS / "national")
    assert load_pack(cast.head.actor, directory=PACKS / "national").changes

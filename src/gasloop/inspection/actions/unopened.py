"""Doors that stay shut: a leak test at the gap of the door, and the hand-over to whoever may go on."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from gasloop.access.scoping import get_scoped
from gasloop.hazard.actions import Finding, open_hazard
from gasloop.hazard.models import Hazard
from gasloop.hazard.states import OPEN_STATES
from gasloop.inspection.actions.doors import record_household_visits
from gasloop.inspection.models import HouseholdVisit
from gasloop.inspection.permissions import VISIT_RECORD
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.kernel.subject import Subject
from gasloop.registry.actions import open_door_file
from gasloop.registry.kinds import Approach
from gasloop.registry.models import Household, Site
from gasloop.relay.actions import verb
from gasloop.rulebook.judging import judge
from gasloop.rulebook.models import Rule
from gasloop.rulebook.queries import constants, rules_for

CLAUSE = "三(一)10"
GAP_ITEM, DOOR_RULE = "HOME-GAP", "R-HOME-DOOR"


@verb
def record_gap_test(
    actor: Actor,
    *,
    household_id: UUID,
    reading: Decimal,
    result: str = "nobody",
    on: date | None = None,
    note: str = "",
) -> tuple[HouseholdVisit, Hazard | None]:
    """Nobody opened, and the gap of the door was tested: `reading` in % of the lower explosive limit, 0 when clean.

    Counts as a knock with `result` (nobody, refused). What the rule does not let pass is a hazard, all or nothing.
    Refusal: a reading that is none, or a door that was checked.
    """
    if result not in ("nobody", "refused"):
        raise Refusal("visit.gap.result", sentence("门缝检漏只登记在没有进门的上门记录上。"), field="result")
    if not 0 <= reading <= 100:
        raise Refusal("visit.gap.reading", sentence("读数按爆炸下限的百分数填写，0到100之间。"), field="reading")
    door = _door(actor, household_id)
    (visit,) = record_household_visits(
        actor, building_id=door.building_id, household_ids=[door.pk], result=result, on=on, note=note, gap_lel=reading
    )
    site = open_door_file(actor, household_id=household_id)
    item = next((i for rule in rules_for(site, clock.today()) for i in rule.check_items if i.code == GAP_ITEM), None)
    if item is None:
        return visit, None
    verdict = judge(item.spec(), float(reading), constants(clock.today()))
    return visit, None if verdict.passed else _found(
        actor, site, item.rule, verdict.sentence, verdict.measured, visit.subject
    )


@verb
def hand_over_door(actor: Actor, *, household_id: UUID) -> Hazard:
    """After the notice the door stayed shut: that is a hazard of its own, which the referral room hands on with letter,
    receipt and answer. The open one when there is one. Refusal: nothing of the kind is owed, or the rule is not loaded.
    """
    door = _door(actor, household_id)
    if door.approach != Approach.REFER:
        raise Refusal(
            "registry.household.approach", sentence("这一户现在不需要办理这一步，可能别人刚刚办过，请刷新后再看。")
        )
    site = open_door_file(actor, household_id=household_id)
    open_one = Hazard.objects.filter(site=site, rule__code=DOOR_RULE, state__in=OPEN_STATES).first()
    if open_one is not None:
        return open_one
    rule = next((each for each in rules_for(site, clock.today()) if each.code == DOOR_RULE), None)
    if rule is None:
        raise Refusal("visit.door_rule", sentence("规则包里没有“居民户上门须有结果”这一条，请管理员装入规则包。"))
    refused = door.last_result == "refused"
    words = "送达告知书后仍拒绝入户检查" if refused else "送达告知书后再上门仍无人，未能入户检查"
    return _found(actor, site, rule, f"{door}{words}", "", door.subject)


def _door(actor: Actor, key: UUID) -> Household:
    rows = Household.objects.filter(voided_at__isnull=True).select_related("building")
    return get_scoped(actor, rows, VISIT_RECORD, key)


def _found(actor: Actor, site: Site, rule: Rule, words: str, measured: str, source: Subject) -> Hazard:
    finding = Finding(site=site, rule=rule, description=words, measured=measured, source=source, found_at=clock.now())
    return open_hazard(actor, finding=finding)

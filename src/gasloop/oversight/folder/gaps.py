"""What is missing: said before everything else, clause by clause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gasloop.hazard.models import Hazard
from gasloop.hazard.states import SHOWS_AFTER, SHOWS_BEFORE, HazardState
from gasloop.inspection.models import Visit
from gasloop.kernel import clock
from gasloop.oversight.folder.gathering import Gathered
from gasloop.referral.models import Referral
from gasloop.referral.states import OPEN_STATES, ReferralState

RECTIFIED_STATES = (HazardState.RECTIFIED, HazardState.CLOSED, HazardState.SETTLED)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that an inspection from above would ask for and not find."""

    clause: str
    what: str
    where: str
    words: str


def gaps_of_clause(ref: str, *, rules: int, sites: int, visited: int) -> Iterator[Gap]:
    """What a clause as a whole lacks."""
    if not rules:
        yield Gap(ref, "条款没有检查规则", "", "没有从这一条得出的检查项，无法用检查证明")
    elif not sites:
        yield Gap(ref, "条款没有对象", "", "辖区内没有这一条适用的对象")
    elif not visited:
        yield Gap(ref, "条款没有检查", "", f"{sites}个对象，期间一次也没有按这一条检查")


def gaps_of_object(ref: str, each: Gathered) -> Iterator[Gap]:
    """What one object lacks."""
    where = f"{each.site.number} {each.site.name}"
    if not each.visits:
        yield Gap(ref, "对象没有检查", where, "期间没有按这一条检查过")
    elif all(visit.result != Visit.Result.CHECKED for visit in each.visits):
        yield Gap(ref, "检查没有做成", where, f"到访{len(each.visits)}次，都是无人在场或拒绝检查")
    for hazard in each.hazards:
        yield from _of_hazard(ref, hazard, where)
    for referral in each.referrals:
        yield from _of_referral(ref, referral, where)


def _of_hazard(ref: str, hazard: Hazard, where: str) -> Iterator[Gap]:
    named = f"{where} {hazard.number}"
    if not photos(hazard, SHOWS_BEFORE):
        yield Gap(ref, "没有整改前照片", named, hazard.rule.title)
    if hazard.state in RECTIFIED_STATES and not photos(hazard, SHOWS_AFTER):
        yield Gap(ref, "没有整改后照片", named, "已整改，没有照片为证")
    if hazard.state == HazardState.FOUND:
        yield Gap(ref, "没有下达整改要求", named, hazard.rule.title)
    if hazard.state in (HazardState.FOUND, HazardState.ORDERED) and hazard.due_at < clock.now():
        yield Gap(ref, "逾期没有整改", named, f"期限{clock.legal_day(hazard.due_at)}")
    if hazard.state == HazardState.RECTIFIED:
        yield Gap(ref, "没有复查", named, "已登记整改，等待复查")


def _of_referral(ref: str, referral: Referral, where: str) -> Iterator[Gap]:
    if referral.state == ReferralState.SENT:
        yield Gap(ref, "移送没有回执", f"{where} {referral.number}", referral.to_office.name)
    if referral.state in OPEN_STATES and referral.answer_due_at < clock.now():
        yield Gap(ref, "移送逾期未答复", f"{where} {referral.number}", referral.to_office.name)


def photos(hazard: Hazard, verbs: frozenset[str]) -> Sequence[str]:
    """The digests of the photos that these steps name."""
    return [sha256 for step in hazard.steps.all() if step.verb in verbs for sha256 in step.photos]

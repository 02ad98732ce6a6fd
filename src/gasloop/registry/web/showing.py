"""Records of the register as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.models import Territory
from gasloop.kernel import clock, territory
from gasloop.registry.attributes import attributes_of
from gasloop.registry.kinds import Approach, HouseholdResult
from gasloop.registry.models import Building, Credential, Household, Installation, Party, Site
from gasloop.shell.detail import Fact

SOON_DAYS = 60


def place_in_words(path: str) -> str:
    """`群力镇 双堰社区`: the division with those above it up to the town."""
    paths = [*reversed(territory.ancestors(path)), path]
    rows = Territory.objects.filter(path__in=paths).order_by("path")
    above = (Territory.Kind.CITY, Territory.Kind.DISTRICT)
    names = [row.name for row in rows if row.kind not in above]
    return " ".join(names) or path


def site_facts(site: Site) -> list[Fact]:
    """The object's data; attributes nobody recorded are not listed."""
    party_url = reverse("registry:party", args=[site.party_id]) if site.party_id else ""
    position = f"{site.lat}, {site.lng}" if site.lat is not None else None
    facts = [
        Fact(_("类别"), site.get_kind_display()),
        Fact(_("行业条线"), site.get_line_display()),
        Fact(_("辖区"), place_in_words(site.territory)),
        Fact(_("地址"), site.address, wide=True),
        Fact(_("经营单位"), site.party.name if site.party else None, url=party_url),
        Fact(_("责任单位"), site.owner_office.name if site.owner_office else None),
        Fact(_("气源"), site.get_gas_source_display() if site.gas_source else _("还不清楚")),
        Fact(_("位置"), position),
    ]
    for attribute in attributes_of(site.kind):
        value = site.attributes.get(attribute.name)
        if value is not None:
            unit = "" if isinstance(value, bool) or not attribute.unit else f" {_(attribute.unit)}"
            facts.append(
                Fact(
                    _(attribute.title),
                    f"{value:g}{unit}"
                    if isinstance(value, float)
                    else value
                    if isinstance(value, bool)
                    else f"{value}{unit}",
                )
            )
    if site.closed_on:
        facts.append(Fact(_("停业日期"), site.closed_on))
        facts.append(Fact(_("停业原因"), site.closed_why, wide=True))
    if site.voided_at:
        facts.append(Fact(_("作废原因"), site.voided_why, wide=True))
    return facts


def party_facts(party: Party) -> list[Fact]:
    """The party's data; the phone masked."""
    return [
        Fact(_("类别"), party.get_kind_display()),
        Fact(_("统一社会信用代码"), party.uscc),
        Fact(_("旧注册号"), party.old_number),
        Fact(_("无代码原因"), party.no_uscc_reason),
        Fact(_("法定代表人（负责人）"), party.representative),
        Fact(_("联系人"), party.contact),
        Fact(_("电话"), str(party.phone)),
        Fact(_("辖区"), place_in_words(party.territory)),
        Fact(_("进入市场日期"), party.entered_on),
        *(
            [Fact(_("退出市场日期"), party.exited_on), Fact(_("退出市场原因"), party.exited_why, wide=True)]
            if party.exited_on
            else []
        ),
    ]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper with its days left, in words; `attention` when few or none are."""

    paper: Credential
    left: str
    attention: bool


def paper_rows(papers: Iterable[Credential]) -> list[PaperRow]:
    """Licences and certificates as their holder's page lists them."""
    return [_paper_row(paper) for paper in papers]


def _paper_row(paper: Credential) -> PaperRow:
    if paper.state != Credential.State.IN_FORCE:
        return PaperRow(paper, "", attention=False)
    if paper.valid_to is None:
        return PaperRow(paper, _("长期有效"), attention=False)
    return PaperRow(paper, *days_left((paper.valid_to - clock.today()).days))


def days_left(days: int) -> tuple[str, bool]:
    """Days left in words, and whether that wants attention."""
    if days < 0:
        return _("已超期{days}天").format(days=-days), True
    return _("还剩{days}天").format(days=days), days <= SOON_DAYS


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part with what is left of its life, in words; `attention` when little or nothing is."""

    part: Installation
    left: str
    attention: bool


def part_rows(parts: Iterable[Installation]) -> list[PartRow]:
    """The parts as the object file lists them."""
    return [_part_row(part) for part in parts]


def _part_row(part: Installation) -> PartRow:
    if part.expires_on is None or part.state != Installation.State.IN_USE:
        return PartRow(part, "", attention=False)
    return PartRow(part, *days_left((part.expires_on - clock.today()).days))


def building_facts(found: Building) -> list[Fact]:
    """The building's data."""
    return [
        Fact(_("地址"), found.address, wide=True),
        Fact(_("辖区"), place_in_words(found.territory)),
        Fact(_("层数"), found.floors),
        Fact(_("位置"), f"{found.lat}, {found.lng}" if found.lat is not None else None),
    ]


def household_facts(found: Household) -> list[Fact]:
    """The household's data; name and phone masked."""
    return [
        Fact(_("户主"), str(found.householder)),
        Fact(_("电话"), str(found.phone)),
        Fact(_("状态"), found.get_state_display()),
        Fact(_("气源"), found.get_gas_source_display() or _("还不清楚")),
        Fact(_("软管材质"), found.get_hose_material_display()),
        Fact(_("软管安装日期"), found.hose_installed_on),
        Fact(_("软管到期日期"), found.hose_expires_on),
        Fact(_("熄火保护"), found.get_flame_failure_display()),
        Fact(_("可燃气体探测器"), found.get_detector_display()),
        Fact(_("自动切断装置"), found.get_cutoff_valve_display()),
        Fact(_("上次上门"), found.last_visit_on),
        Fact(_("上次结果"), found.get_last_result_display()),
        Fact(_("入户检查期限"), found.next_visit_on, basis="三(一)10"),
        Fact(_("连续无人次数"), found.nobody_count or None),
    ]


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A door as the round lists it. `fine`: checked within its term; `step` is the URL name of what it wants next."""

    household: Household
    fine: bool
    late: bool
    hose_late: bool
    step: str


STEPS = {Approach.NOTICE: "registry:household-notice"}


def door_rows(found: Iterable[Household]) -> list[DoorRow]:
    """The doors of a building."""
    today = clock.today()
    return [
        DoorRow(
            household=row,
            fine=row.next_visit_on >= today
            if row.next_visit_on is not None
            else row.last_result == HouseholdResult.CHECKED,
            late=row.next_visit_on is not None and row.next_visit_on < today,
            hose_late=row.hose_expires_on is not None and row.hose_expires_on < today,
            step=STEPS.get(Approach(row.approach), ""),
        )
        for row in found
    ]


def _over(day: date | None, today: date) -> bool:
    return day is not None and day < today

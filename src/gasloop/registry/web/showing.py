"""Records of the register as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.models import Territory
from gasloop.kernel import clock, territory
from gasloop.registry.attributes import attributes_of
from gasloop.registry.models import Installation, Party, Site
from gasloop.shell.detail import Fact


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
    ]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part with what is left of its life, in words; `attention` once it is over."""

    part: Installation
    left: str
    attention: bool


def part_rows(parts: Iterable[Installation]) -> list[PartRow]:
    """The parts as the object file lists them."""
    return [_part_row(part) for part in parts]


def _part_row(part: Installation) -> PartRow:
    if part.expires_on is None or part.state != Installation.State.IN_USE:
        return PartRow(part, "", attention=False)
    days = (part.expires_on - clock.today()).days
    if days < 0:
        return PartRow(part, _("已超期{days}天").format(days=-days), attention=True)
    return PartRow(part, _("还剩{days}天").format(days=days), attention=False)

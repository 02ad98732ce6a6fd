"""Which objects a campaign is about: kind, gas source, what is known of their hazards, how long nobody was there.

Kept as JSON in the campaign: {"kinds": […], "gas_source": "", "risk": "", "unvisited_days": null}. A division and
a line are the campaign's own scope. There is no grade of risk yet; `risk` reads the hazards themselves.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import cast

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gasloop.hazard.models import Hazard
from gasloop.hazard.states import OPEN_STATES
from gasloop.inspection.models import Visit
from gasloop.kernel import clock
from gasloop.kernel.jsonable import JsonValue
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.kinds import GasSource, SiteKind
from gasloop.registry.models import Site

A_YEAR = timedelta(days=365)
MOST_DAYS = 3650


class Risk(models.TextChoices):
    """What is known of an object's hazards."""

    OPEN = "open", gettext_lazy("有未闭环的隐患")
    GRAVE = "grave", gettext_lazy("一年内有重大隐患或反弹")
    NEVER = "never", gettext_lazy("从未检查过")


@dataclass(frozen=True, slots=True)
class Criteria:
    """What an object has to meet; empty means anything goes."""

    kinds: tuple[str, ...] = ()
    gas_source: str = ""
    risk: str = ""
    unvisited_days: int | None = None

    @classmethod
    def read(cls, kept: Mapping[str, JsonValue]) -> "Criteria":
        """From the campaign's JSON."""
        kinds = kept.get("kinds")
        days = kept.get("unvisited_days")
        return cls(
            kinds=tuple(str(kind) for kind in cast("list[JsonValue]", kinds)) if kinds else (),
            gas_source=str(kept.get("gas_source") or ""),
            risk=str(kept.get("risk") or ""),
            unvisited_days=int(str(days)) if days is not None else None,
        )

    def kept(self) -> dict[str, JsonValue]:
        """As JSON."""
        return {**asdict(self), "kinds": sorted(self.kinds)}

    def checked(self) -> "Criteria":
        """Itself; Refusal when a value is none that we know."""
        if not set(self.kinds) <= set(SiteKind.values):
            raise Refusal("campaign.kinds", sentence("没有这种对象类别，请重新选择。"), field="kinds")
        if self.gas_source not in ("", *GasSource.values):
            raise Refusal("campaign.gas_source", sentence("没有这种气源，请重新选择。"), field="gas_source")
        if self.risk not in ("", *Risk.values):
            raise Refusal("campaign.risk", sentence("没有这种风险情况，请重新选择。"), field="risk")
        if self.unvisited_days is not None and not 0 < self.unvisited_days <= MOST_DAYS:
            raise Refusal("campaign.unvisited", sentence("天数应在1到3650之间。"), field="unvisited_days")
        return self

    def words(self) -> list[str]:
        """What is asked, in words, one piece each."""
        found = [str(SiteKind(kind).label) for kind in self.kinds] or [_("各类对象")]
        pieces = [_("、").join(found)]
        if self.gas_source:
            pieces.append(str(GasSource(self.gas_source).label))
        if self.risk:
            pieces.append(str(Risk(self.risk).label))
        if self.unvisited_days:
            days = self.unvisited_days
            pieces.append(ngettext("%(days)d天没有检查过", "%(days)d天没有检查过", days) % {"days": days})
        return pieces


def population(criteria: Criteria, *, territory: str, line: str) -> QuerySet[Site]:
    """The open objects of the division (and line) that meet the criteria now, by number."""
    sites = Site.objects.filter(voided_at__isnull=True, closed_on__isnull=True, territory__startswith=territory)
    if line:
        sites = sites.filter(line=line)
    if criteria.kinds:
        sites = sites.filter(kind__in=criteria.kinds)
    if criteria.gas_source:
        sites = sites.filter(gas_source=criteria.gas_source)
    if criteria.risk:
        sites = sites.filter(_risk(criteria.risk))
    if criteria.unvisited_days:
        since = clock.now() - timedelta(days=criteria.unvisited_days)
        sites = sites.filter(~Exists(_visits().filter(visited_at__gte=since)))
    return sites.order_by("number")


def never_checked() -> Q:
    """The condition that nobody has ever checked the object (knocked in vain does not count)."""
    return ~Q(Exists(_visits()))


def _visits() -> QuerySet[Visit]:
    return Visit.objects.filter(site=OuterRef("pk"), result=Visit.Result.CHECKED, voided_at__isnull=True)


def _risk(risk: str) -> Q:
    hazards = Hazard.objects.filter(site=OuterRef("pk"), voided_at__isnull=True)
    if risk == Risk.NEVER:
        return never_checked()
    if risk == Risk.OPEN:
        return Q(Exists(hazards.filter(state__in=OPEN_STATES)))
    grave = Q(severity=Hazard.Severity.MAJOR) | Q(rebound_of__isnull=False)
    return Q(Exists(hazards.filter(grave, found_at__gte=clock.now() - A_YEAR)))

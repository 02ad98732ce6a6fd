"""Sites and parties that come in from Excel."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F

from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.actions.bulk import Bulk, Found, Hosts, Name, Unique, Values
from gasloop.registry.actions.importing.hosts import PARTY, Wanted, hosted
from gasloop.registry.facts import PartyFacts, SiteFacts
from gasloop.registry.kinds import line_of_party, line_of_site
from gasloop.registry.models import Installation, Party, Site
from gasloop.shell.importing import Row

OPERATOR = Wanted(
    "party",
    {"party": PARTY},
    Refusal(
        "registry.import.party",
        sentence("登记过且没有退出市场的单位：名称、编号或统一社会信用代码（名称相同的，请填代码）"),
        field="party",
    ),
)


def operators(actor: Actor, rows: Sequence[Row], known: Mapping[int, Any]) -> Mapping[int, Found | Refusal]:
    """`party` as written (credit code, number or name) becomes `party_id`."""
    return hosted(actor, rows, known, OPERATOR)


def _parts_follow(ids: Sequence[UUID]) -> None:
    """Parts lie where their site lies (as in `correct_site`)."""
    sites = Site.objects.filter(pk__in=ids).annotate(office=F("owner_office_id"))
    for territory, line, office in set(sites.values_list("territory", "line", "office")):
        moved = sites.filter(territory=territory, line=line, owner_office_id=office)
        Installation.objects.filter(site__in=moved.values("pk")).update(
            territory=territory, line=line, owner_office_id=office
        )


def _site_line(facts: SiteFacts, _hosts: Hosts) -> Values:
    return {"line": line_of_site(facts.kind)}


def _party_line(facts: PartyFacts, _hosts: Hosts) -> Values:
    return {"line": line_of_party(facts.kind)}


SITES = Bulk(
    model=Site,
    facts=SiteFacts,
    prefix="D",
    beside=_site_line,
    names=(Name(("name", "territory")),),
    must=("name", "kind", "territory", "address"),
    hosts=("party",),
    resolve=operators,
    after=_parts_follow,
)

PARTIES = Bulk(
    model=Party,
    facts=PartyFacts,
    prefix="DW",
    beside=_party_line,
    names=(Name(("uscc",)), Name(("name", "territory"))),
    must=("name", "kind", "territory"),
    unique=(
        Unique(
            ("uscc",),
            lambda columns: Refusal(
                "registry.uscc.taken",
                sentence("统一社会信用代码{uscc}已经登记过。请在单位台账中查找并选用；查不到的，请联系镇内勤。"),
                field="uscc",
                params={"uscc": columns["uscc"]},
            ),
        ),
    ),
)

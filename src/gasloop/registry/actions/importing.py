"""Bulk verbs of the ledgers that come in from Excel. Each is a `Bulk` and three doors of one line."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import F

from gasloop.access.scoping import scoped
from gasloop.evidence.models import Entry
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.actions import bulk
from gasloop.registry.actions.bulk import Bulk, Values
from gasloop.registry.facts import SiteFacts
from gasloop.registry.kinds import line_of_site
from gasloop.registry.models import Installation, Party, Site
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.relay.actions import verb
from gasloop.shell.importing import Kept, Row, Verdict, Written


def _operators(actor: Actor, rows: Sequence[Row]) -> Mapping[int, Values | Refusal]:
    """`party` as written (credit code, number or name) becomes `party_id`."""
    asked = {str(row.values["party"]) for row in rows if "party" in row.values}
    known: dict[str, set[UUID]] = {}
    live = scoped(actor, Party.objects.filter(voided_at__isnull=True), REGISTRY_EDIT)
    for name in ("uscc", "number", "name") if asked else ():
        for key, value in live.filter(**{f"{name}__in": sorted(asked)}).values_list("pk", name):
            known.setdefault(value, set()).add(key)
    found: dict[int, Values | Refusal] = {}
    for row in rows:
        values = dict(row.values)
        written = values.pop("party", None)
        ids = known.get(str(written), set())
        if written is not None and len(ids) != 1:
            found[row.at] = Refusal(
                "registry.import.party",
                sentence("登记过的经营单位：名称、编号或统一社会信用代码（名称相同的，请填代码）"),
                field="party",
            )
        else:
            found[row.at] = {**values, "party_id": next(iter(ids))} if written is not None else values
    return found


def _parts_follow(ids: Sequence[UUID]) -> None:
    """Parts lie where their site lies (as in `correct_site`)."""
    sites = Site.objects.filter(pk__in=ids).annotate(office=F("owner_office_id"))
    for territory, line, office in set(sites.values_list("territory", "line", "office")):
        moved = sites.filter(territory=territory, line=line, owner_office_id=office)
        Installation.objects.filter(site__in=moved.values("pk")).update(
            territory=territory, line=line, owner_office_id=office
        )


SITES = Bulk(
    model=Site,
    facts=SiteFacts,
    prefix="D",
    line_of=line_of_site,
    natural=("name", "territory"),
    must=("name", "kind", "territory", "address"),
    resolve=_operators,
    after=_parts_follow,
)


def judge_sites(actor: Actor, *, rows: Sequence[Row]) -> Sequence[Verdict]:
    """What `import_sites` would do."""
    return bulk.judge(SITES, actor, rows)


@verb
def import_sites(actor: Actor, *, rows: Sequence[Row], why: str) -> Written:
    """Register and correct many sites at once; the same rows one by one through the single verbs give the same."""
    return bulk.write(SITES, actor, rows, why)


@verb
def take_sites_back(
    actor: Actor,
    *,
    created: Sequence[UUID],
    changed: Mapping[UUID, Mapping[str, object]],
    since: Sequence[Entry],
    why: str,
) -> Sequence[Kept]:
    """Undo an import of sites as far as nobody touched or uses them since."""
    return bulk.take_back(SITES, actor, created, changed, since, why)

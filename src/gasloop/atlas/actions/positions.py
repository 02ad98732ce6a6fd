"""An address table gives objects their places: matched by number, name or address; what does not match is shown."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gasloop.access.models import Territory
from gasloop.access.scoping import scoped
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.actions.importing import SITES, import_records
from gasloop.registry.models import Site
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.registry.positions import checked_position, in_wgs84
from gasloop.relay.actions import verb
from gasloop.shell.importing import Row
from gasloop.shell.importing.reading import Cell

MOST_ROWS = 5000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("编号", "对象编号", "number"),
    "name": ("名称", "对象名称", "单位名称", "店名", "name"),
    "address": ("地址", "详细地址", "门牌地址", "标准地址", "address"),
    "lat": ("纬度", "lat", "latitude", "y"),
    "lng": ("经度", "lng", "lon", "longitude", "x"),
}

NOTHING = sentence("这一行没有编号、名称或地址")
NOT_FOUND = sentence("没有找到对象，请核对名称或先登记")
SEVERAL = sentence("有{count}个对象对得上，请填编号")
TWICE = sentence("和第{row}行是同一个对象")


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the table: what names the object, and its degrees as written."""

    at: int
    number: str = ""
    name: str = ""
    address: str = ""
    lat: str = ""
    lng: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What the row comes to: an object with its new place in WGS-84, or a problem in words."""

    place: Place
    site_id: UUID | None = None
    site_number: str = ""
    site_name: str = ""
    lat: str = ""
    lng: str = ""
    placed_before: bool = False
    problem: str = ""
    params: Mapping[str, object] | None = None


def places_in(titles: Sequence[str], rows: Iterable[tuple[int, Sequence[Cell]]]) -> list[Place]:
    """The rows by their columns' titles (normal form); Refusal without degrees or names, or with too many."""
    at = {
        field: next((n for n, title in enumerate(titles) if title in words), None) for field, words in COLUMNS.items()
    }
    if at["lat"] is None or at["lng"] is None:
        raise Refusal("atlas.table.degrees", sentence("表里没有“经度”和“纬度”两列。"), field="file")
    if at["number"] is None and at["name"] is None and at["address"] is None:
        raise Refusal("atlas.table.names", sentence("表里没有“编号”“名称”或“地址”列，对不上对象。"), field="file")
    found = []
    for number, cells in rows:
        told = {f: _text(cells[n]) if n is not None and n < len(cells) else "" for f, n in at.items()}
        if any(told.values()):
            found.append(Place(number, **told))
    if len(found) > MOST_ROWS:
        raise Refusal(
            "atlas.table.many", sentence("一次最多{most}行，请分几次。"), params={"most": MOST_ROWS}, field="file"
        )
    return found


def matches_of(actor: Actor, *, places: Sequence[Place], datum: str) -> list[Match]:
    """Each row with the object it names, among those the actor may change; two queries, nothing is written."""
    rows = scoped(actor, Site.objects.filter(voided_at__isnull=True), REGISTRY_EDIT)
    known = _Known(list(rows.values_list("pk", "number", "name", "address", "lat")))
    seen: dict[UUID, int] = {}
    return [_match(known, place, datum, seen) for place in places]


@verb
def place_sites(actor: Actor, *, places: Sequence[Place], datum: str, why: str) -> int:
    """Write the places of the rows that match, in one batch; the others are left out. The number of objects placed."""
    found = [each for each in matches_of(actor, places=places, datum=datum) if not each.problem]
    if not found:
        raise Refusal("atlas.table.none", sentence("没有一行对得上对象，没有可以登记的位置。"))
    rows = [Row(e.place.at, {"number": e.site_number, "lat": e.lat, "lng": e.lng}) for e in found]
    written = import_records(actor, ledger=SITES, rows=rows, why=why)
    return sum(verdict.act == "change" for verdict in written.verdicts)


class _Known:
    """The objects by number, by name and by address, the names of the divisions above left away."""

    def __init__(self, sites: Sequence[tuple[UUID, str, str, str, object]]) -> None:
        above = (Territory.Kind.CITY, Territory.Kind.DISTRICT, Territory.Kind.TOWN)
        self._above = list(Territory.objects.filter(kind__in=above).values_list("name", flat=True))
        self.sites = {site[0]: site for site in sites}
        self._by: dict[str, dict[str, list[UUID]]] = {"number": {}, "name": {}, "address": {}}
        for key, number, name, address, _lat in sites:
            for field, text in (("number", number), ("name", name), ("address", address)):
                self._by[field].setdefault(self.bare(text), []).append(key)

    def named(self, place: Place) -> list[UUID] | None:
        """The objects a row may mean, by the first of its columns that is filled and known; None: nothing filled."""
        told = [(field, self.bare(getattr(place, field))) for field in ("number", "name", "address")]
        told = [(field, text) for field, text in told if text]
        if not told:
            return None
        found: list[UUID] = []
        for field, text in told:
            here = self._by[field].get(text, [])
            if len(here) == 1:
                return here
            found = found or here
        return found

    def bare(self, text: str) -> str:
        """Without width, blanks and the divisions above: 群力镇双堰街12号 and 双堰街１２号 are one address."""
        bare = "".join(unicodedata.normalize("NFKC", text).split()).lower()
        for name in self._above:
            bare = bare.removeprefix(name)
        return bare


def _match(known: _Known, place: Place, datum: str, seen: dict[UUID, int]) -> Match:
    found = known.named(place)
    if found is None:
        return Match(place, problem=NOTHING)
    if not found:
        return Match(place, problem=NOT_FOUND)
    if len(found) > 1:
        return Match(place, problem=SEVERAL, params={"count": len(found)})
    key, number, name, _address, before = known.sites[found[0]]
    if key in seen:
        return Match(place, key, number, name, problem=TWICE, params={"row": seen[key]})
    try:
        there = checked_position(*in_wgs84(place.lat, place.lng, datum))
    except Refusal as refusal:
        return Match(place, key, number, name, problem=refusal.text, params=refusal.params)
    if there is None:
        return Match(place, key, number, name, problem=sentence("没有填经纬度"))
    seen[key] = place.at
    return Match(place, key, number, name, str(there[0]), str(there[1]), placed_before=before is not None)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()

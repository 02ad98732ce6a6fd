"""Outlines of divisions: a file is read and shown first, taken into use after a look, and undone as a whole."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from uuid import UUID

from gasloop.access.models import Territory
from gasloop.access.scope import granting, reaches
from gasloop.access.scoping import get_scoped, require
from gasloop.atlas import acts
from gasloop.atlas.models import Outline, OutlineImport
from gasloop.atlas.permissions import OUTLINES_EDIT
from gasloop.atlas.reading import Drawn, Ground, placed, read_outlines_file
from gasloop.atlas.reading.ground import settled
from gasloop.evidence.actions import append, append_batch
from gasloop.evidence.acts import Act
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.coordinates import Datum
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.relay.actions import verb

State = OutlineImport.State


@verb
def read_outlines(
    actor: Actor,
    *,
    content: bytes,
    filename: str,
    datum: Datum,
    meridian: float | None = None,
    illustrative: bool = False,
) -> OutlineImport:
    """Read a file and keep its shapes to be looked at; nothing is drawn yet. Each shape is proposed for the division
    that bears its name or code.

    `meridian`: degrees of the Gauss-Krüger zone where a file in metres does not say so itself. Refusal in words for a
    file that is none, is broken, or whose metres nobody can place.
    """
    territory = seat(actor)
    require(actor, OUTLINES_EDIT, territory=territory, line="")
    shapes = read_outlines_file(content, filename)
    ground = settled(shapes, Ground(datum, meridian))
    run = OutlineImport.objects.create(
        filename=filename[:200],
        file_digest=sha256(content).digest(),
        shapes=[_kept(shape) for shape in shapes],
        datum=datum.value,
        meridian=ground.meridian,
        illustrative=illustrative,
        territory=territory,
    )
    run.choices = _proposed(actor, run)
    run.save(update_fields=["choices"])
    append(actor, act=acts.OUTLINES_READ, record=run, body={"filename": run.filename, "count": len(shapes)})
    return run


@verb
def confirm_outlines(actor: Actor, *, import_id: UUID, choices: Mapping[int, str]) -> list[Outline]:
    """Take shapes into use: `choices` gives the division's path by the shape's position. Earlier outlines make room.

    Refusal: nothing chosen, two shapes for one division, a shape that is no area, a division out of reach.
    """
    run = _open(actor, import_id)
    _refuse_twice(choices)
    rows = [_outline(actor, run, position, path) for position, path in sorted(choices.items())]
    if not rows:
        raise Refusal("atlas.outline.none", sentence("请至少给一块界线选定辖区。"))
    earlier = list(
        Outline.objects.select_for_update(of=("self",)).filter(
            territory__in=[row.territory for row in rows], voided_at__isnull=True, replaced_by__isnull=True
        )
    )
    Outline.objects.filter(pk__in=[row.pk for row in earlier]).update(replaced_by=run)
    Outline.objects.bulk_create(rows)
    taken = {str(position): path for position, path in choices.items()}
    OutlineImport.objects.filter(pk=run.pk, state=State.OPEN).update(state=State.CONFIRMED, choices=taken)
    run.refresh_from_db()
    said: JsonObject = {"filename": run.filename, "count": len(rows)}
    append(actor, act=acts.OUTLINES_CONFIRMED, record=run, body=said)
    _log(actor, acts.OUTLINES_DRAWN, run, rows)
    _log(actor, acts.OUTLINES_CHANGED, run, earlier)
    return rows


@verb
def undo_outlines(actor: Actor, *, import_id: UUID, why: str) -> OutlineImport:
    """Take a file's outlines away again; those they replaced are in force once more, unless others came since."""
    run = get_scoped(actor, OutlineImport.objects.select_for_update(of=("self",)), OUTLINES_EDIT, import_id)
    if not why.strip():
        raise Refusal("atlas.outline.why", sentence("请写明撤销的原因。"), field="why")
    if run.state == State.UNDONE:
        raise Refusal("atlas.outline.undone", sentence("这次导入已经撤销。"))
    written = {"voided_at": clock.now(), "voided_by": actor.id, "voided_why": why.strip()}
    gone = list(Outline.objects.select_for_update(of=("self",)).filter(source=run, voided_at__isnull=True))
    Outline.objects.filter(pk__in=[row.pk for row in gone]).update(**written)
    standing = Outline.objects.filter(voided_at__isnull=True, replaced_by__isnull=True).values("territory")
    back = list(Outline.objects.filter(replaced_by=run, voided_at__isnull=True).exclude(territory__in=standing))
    Outline.objects.filter(pk__in=[row.pk for row in back]).update(replaced_by=None)
    OutlineImport.objects.filter(pk=run.pk).update(state=State.UNDONE)
    run.refresh_from_db()
    append(actor, act=acts.OUTLINES_UNDONE, record=run, body={"filename": run.filename, "why": why.strip()})
    _log(actor, acts.OUTLINES_CHANGED, run, [*gone, *back])
    return run


def _log(actor: Actor, act: Act, run: OutlineImport, rows: Sequence[Outline]) -> None:
    if rows:
        append_batch(actor, act=act, records=rows, body={"filename": run.filename}, territory=run.territory)


def seat(actor: Actor) -> str:
    """The division whose outlines the actor brings: that of the highest post that may."""
    paths = sorted((grant.territory for grant in granting(actor, OUTLINES_EDIT)), key=len)
    return paths[0] if paths else ""


def shapes_of(run: OutlineImport) -> list[Drawn]:
    """The shapes as they were read."""
    return [
        Drawn(
            each["name"],
            each["code"],
            tuple([[(x, y) for x, y in ring] for ring in polygon] for polygon in each["polygons"]),
        )
        for each in run.shapes
    ]


def ground_of(run: OutlineImport) -> Ground:
    """What the file's numbers mean."""
    return Ground(Datum(run.datum), run.meridian)


def divisions(actor: Actor) -> list[Territory]:
    """The divisions the actor may give an outline."""
    rows = Territory.objects.order_by("path")
    return [row for row in rows if reaches(actor, OUTLINES_EDIT, territory=row.path, line="")]


def _kept(shape: Drawn) -> JsonObject:
    polygons = [[[list(point) for point in ring] for ring in polygon] for polygon in shape.polygons]
    return {"name": shape.name, "code": shape.code, "polygons": polygons}


def _proposed(actor: Actor, run: OutlineImport) -> dict[str, str]:
    """By the division's name, or the full code that its path ends in; a name that two divisions bear proposes none."""
    known = divisions(actor)
    names = Counter(row.name for row in known)
    by_name = {row.name: row.path for row in known if names[row.name] == 1}
    by_code = {row.code: row.path for row in known}
    found: dict[str, str] = {}
    for position, shape in enumerate(shapes_of(run)):
        path = by_name.get(shape.name) or by_code.get(shape.code) or ""
        if path and path not in found.values():
            found[str(position)] = path
    return found


def _open(actor: Actor, key: UUID) -> OutlineImport:
    run = get_scoped(actor, OutlineImport.objects.select_for_update(of=("self",)), OUTLINES_EDIT, key)
    if run.state != State.OPEN:
        raise Refusal("atlas.outline.closed", sentence("这次导入已经办结，请重新上传文件。"))
    return run


def _refuse_twice(choices: Mapping[int, str]) -> None:
    for path, times in Counter(choices.values()).items():
        if times > 1:
            name = Territory.objects.filter(path=path).values_list("name", flat=True).first()
            raise Refusal(
                "atlas.outline.twice",
                sentence("{name}选了{count}块界线，一个辖区只能有一块。飞地请在原软件里合并成一个面。"),
                params={"name": name or path, "count": times},
            )


def _outline(actor: Actor, run: OutlineImport, position: int, path: str) -> Outline:
    if not 0 <= position < len(run.shapes) or not Territory.objects.filter(path=path).exists():
        raise Refusal("atlas.outline.unknown", sentence("选定的界线或辖区不存在，请刷新后重选。"))
    require(actor, OUTLINES_EDIT, territory=path, line="")
    shape = shapes_of(run)[position]
    found = placed(shape, ground_of(run))
    if found.problem:
        raise Refusal("atlas.outline.shape", found.problem)
    geometry = {"type": "MultiPolygon", "coordinates": found.coordinates}
    return Outline(territory=path, geometry=geometry, illustrative=run.illustrative, source=run)

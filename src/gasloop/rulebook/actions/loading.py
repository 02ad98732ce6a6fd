"""Load a pack: the difference first, then new versions of what changed, all or nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gasloop.evidence.actions import append, append_batch
from gasloop.evidence.models import Record
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.relay.actions import emit, verb
from gasloop.rulebook import acts
from gasloop.rulebook.actions.rows import MODELS, Rows, link_clauses
from gasloop.rulebook.events import PackLoaded
from gasloop.rulebook.models import Loaded, Pack
from gasloop.rulebook.packs.changes import Change, compare, digest_of, specs_of
from gasloop.rulebook.packs.checking import check_directory
from gasloop.rulebook.packs.reading import PackRefused, Read
from gasloop.rulebook.packs.shapes import plain_spec
from gasloop.rulebook.permissions import RULEBOOK_MANAGE, require_anywhere
from gasloop.rulebook.queries import newest


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """The pack and what the load changed; nothing changed when it was loaded before."""

    pack: Pack
    changes: tuple[Change, ...]


def diff_pack(directory: Path) -> list[Change]:
    """What `load_pack` would change; PackRefused when it would not load. Reads only."""
    return _changes(_sound(directory))


@verb
def load_pack(actor: Actor, *, directory: Path) -> LoadedPack:
    """Load the pack in `directory`. Loading it again changes nothing; findings keep the version they were judged by.

    PackRefused with every problem when it does not check; Refusal when a pack it requires is not loaded.
    """
    require_anywhere(actor, RULEBOOK_MANAGE)
    read = _sound(directory)
    head = read.pack.head
    for name in head.requires:
        if not Pack.objects.filter(name=name).exists():
            raise Refusal(
                "rulebook.pack.requires",
                sentence("请先装入规则包{required}，{name}建立在它之上。"),
                params={"required": name, "name": head.name},
            )
    changes = _changes(read)
    pack, renewed = _pack(actor, read)
    if not changes and not renewed:
        return LoadedPack(pack, ())
    written = _apply(pack, read, changes)
    append(actor, act=acts.PACK_LOADED, record=pack, body=_body(pack, changes))
    for records in written:
        named = {"pack": head.title, "version": head.version}
        append_batch(actor, act=acts.PACK_ROWS, records=records, body=named)
    emit(PackLoaded(pack=head.name, version=head.version, rules=tuple(c.code for c in changes if c.list == "rules")))
    return LoadedPack(pack, tuple(changes))


def _sound(directory: Path) -> Read:
    read, problems = check_directory(directory)
    if problems:
        raise PackRefused(problems)
    return read


def _changes(read: Read) -> list[Change]:
    return compare(_stored(read.pack.head.name), specs_of(read.pack))


def _stored(name: str) -> dict[str, dict[str, JsonObject]]:
    """What is loaded of a pack: the newest version of every entry that was not withdrawn."""
    return {
        list_name: {
            row.code: row.spec
            for row in newest(model._default_manager.filter(pack__name=name))
            if row.withdrawn_on is None
        }
        for list_name, model in MODELS.items()
    }


def _pack(actor: Actor, read: Read) -> tuple[Pack, bool]:
    """The pack's own row, brought up to date; was anything of it new?"""
    head = read.pack.head
    digest = digest_of({"head": plain_spec(head), "content": specs_of(read.pack)})
    pack = Pack.objects.select_for_update().filter(name=head.name).first()
    if pack is not None and pack.digest == digest:
        return pack, False
    pack = pack or Pack(name=head.name)
    pack.title, pack.level, pack.territory, pack.version = head.title, head.level, head.territory, head.version
    pack.digest, pack.loaded_at, pack.loaded_by, pack.loaded_by_name = digest, clock.now(), actor.id, actor.name
    pack.save()
    return pack, True


def _apply(pack: Pack, read: Read, changes: Sequence[Change]) -> list[Sequence[Record]]:
    """Write new versions and withdrawals; the records written, by kind."""
    rows = Rows(pack, read)
    written: list[Sequence[Record]] = []
    for name, model in MODELS.items():
        fresh = [c.code for c in changes if c.list == name and c.what != "withdrawn"]
        gone = [c.code for c in changes if c.list == name and c.what == "withdrawn"]
        written += rows.insert(name, fresh)
        if gone:
            written.append(_withdraw(model, pack, gone))
    link_clauses()
    return [records for records in written if records]


def _withdraw(model: type[Loaded], pack: Pack, codes: Sequence[str]) -> Sequence[Loaded]:
    """Every version of a withdrawn code ends today: otherwise the one before the last would come back to life."""
    rows = list(model._default_manager.filter(pack=pack, code__in=codes, withdrawn_on__isnull=True))
    model._default_manager.filter(pk__in=[row.pk for row in rows]).update(withdrawn_on=clock.today())
    return rows


def _body(pack: Pack, changes: Sequence[Change]) -> JsonObject:
    counts = Counter(change.what for change in changes)
    return {
        "title": pack.title,
        "version": pack.version,
        "digest": pack.digest,
        "added": counts["added"],
        "changed": counts["changed"],
        "withdrawn": counts["withdrawn"],
        "changes": [
            {"list": c.list, "code": c.code, "what": c.what, "fields": [f.name for f in c.fields]} for c in changes
        ],
    }

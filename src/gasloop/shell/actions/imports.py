"""A file on its way into a ledger, step by step: brought, matched, examined, written, taken back.

Each step that takes long is a job deferred with the step's own row; the person may leave and come back. The file and
its rows are one person's working papers; what happens to records is done, and logged, by the room's bulk verb.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from gasloop.access.scope import may
from gasloop.evidence import envelope
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.relay.actions import verb
from gasloop.shell.importing.cells import shown
from gasloop.shell.importing.declared import Importer
from gasloop.shell.importing.layout import Table, find_table
from gasloop.shell.importing.matching import known_titles, propose, remembered, signature
from gasloop.shell.importing.reading import read_sheets
from gasloop.shell.models import Import, KnownForm
from gasloop.shell.mounted import importer_of

DATASET = "shell.import"
SHOWN_SAMPLES = 3
S = Import.State


@verb
def start_import(actor: Actor, *, ledger: str, filename: str, content: bytes) -> Import:
    """Take a file: find its table, propose a field for each column (as it was confirmed last time, if it was)."""
    importer = _importer(actor, ledger)
    table = read_table(importer, content, filename)
    run = Import(
        id=new_id(),
        ledger=ledger,
        account_id=actor.id,
        language=get_language() or "zh-hans",
        filename=filename[-200:],
        sheet=table.sheet,
        titles=[title[:300] for title in table.titles],
        samples=_samples(table),
        signature=signature(table.titles),
        total=len(table.rows),
        left_out=[[at, why] for at, why in table.left_out[:200]],
    )
    run.content = envelope.encrypt(DATASET, content, run.id.bytes)
    form = KnownForm.objects.filter(ledger=ledger, signature=run.signature).first()
    columns = remembered(form.columns, table.titles, importer.fields) if form else {}
    run.columns = {str(c): n for c, n in (columns or propose(table.titles, importer.fields)).items()}
    run.save(force_insert=True)
    return run


def read_table(importer: Importer, content: bytes, filename: str) -> Table:
    """The table of a file whose headings fit the ledger best."""
    return find_table(read_sheets(content, filename), known_titles(importer.fields))


def _samples(table: Table) -> list[list[str]]:
    """What stands in each column, for whoever matches them."""
    found: list[list[str]] = [[] for _title in table.titles]
    for _at, row in table.rows[:50]:
        for column, cell in enumerate(row[: len(found)]):
            words = shown(cell).strip()[:40]
            if words and words not in found[column] and len(found[column]) < SHOWN_SAMPLES:
                found[column].append(words)
    return found


@verb
def match_columns(actor: Actor, *, run_id: UUID, columns: Mapping[int, str]) -> Import:
    """Confirm which column is which field, keep it for the next file of this form, and examine every row (a job)."""
    run = own_import(actor, run_id)
    importer = _importer(actor, run.ledger)
    names = {each.name for each in importer.fields}
    kept = {str(column): name for column, name in sorted(columns.items()) if name in names and column < len(run.titles)}
    if len(set(kept.values())) < len(kept):
        raise Refusal("shell.import.twice", sentence("有两列对应了同一项内容，请改正其中一列。"))
    if not kept:
        raise Refusal("shell.import.no_column", sentence("还没有任何一列对应上，请至少选定一列。"))
    KnownForm.objects.update_or_create(
        ledger=run.ledger, signature=run.signature, defaults={"columns": kept, "used_at": clock.now()}
    )
    _move(run, {S.MATCHING, S.CHECKED, S.FAILED}, S.CHECKING, columns=kept, done=0, failure="", counts={})
    from gasloop.shell.jobs import examine_import

    examine_import.defer(run_id=str(run.pk))
    return run


@verb
def write_import(actor: Actor, *, run_id: UUID, good_only: bool) -> Import:
    """Bring the rows in (a job): all of them, or the good ones although others cannot come in."""
    run = own_import(actor, run_id)
    _importer(actor, run.ledger)
    counts = run.counts
    if counts.get("refused") and not good_only:
        raise Refusal(
            "shell.import.bad_rows",
            sentence("有{count}行还不能导入。请先改好整个文件，或选择只导入没有问题的行。"),
            params={"count": counts["refused"]},
        )
    if not counts.get("create") and not counts.get("change"):
        raise Refusal("shell.import.nothing", sentence("没有需要导入的内容：各行与登记的一致，或都还不能导入。"))
    _move(run, {S.CHECKED}, S.WRITING)
    from gasloop.shell.jobs import carry_import

    carry_import.defer(run_id=str(run.pk))
    return run


@verb
def take_import_back(actor: Actor, *, run_id: UUID) -> Import:
    """Undo a whole import (a job): void what it created, restore what it changed, say what could not be undone."""
    run = own_import(actor, run_id)
    _importer(actor, run.ledger)
    _move(run, {S.WRITTEN}, S.UNDOING)
    from gasloop.shell.jobs import undo_import

    undo_import.defer(run_id=str(run.pk))
    return run


def own_import(actor: Actor, run_id: UUID) -> Import:
    """An import the actor brought; NotFound for everybody else's."""
    run = Import.objects.filter(pk=run_id, account_id=actor.id).first()
    if run is None:
        raise NotFound
    return run


def content_of(run: Import) -> bytes:
    """The file itself; Refusal when its month is over."""
    if run.content is None:
        raise Refusal("shell.import.erased", sentence("这个文件已满一个月，按规定清除了。请重新上传。"))
    return envelope.decrypt(DATASET, bytes(run.content), run.id.bytes)


def _importer(actor: Actor, ledger: str) -> Importer:
    importer = importer_of(ledger)
    if importer is None or not may(actor, importer.capability):
        raise NotFound
    return importer


def _move(run: Import, sources: set[Import.State], target: Import.State, **written: object) -> None:
    """The guarded change of state."""
    rows = Import.objects.filter(Q(pk=run.pk), state__in=sources)
    if rows.update(state=target, **written) != 1:
        raise Refusal("shell.import.moved", sentence("这次导入已经进行到下一步，请刷新后再看。"))
    run.refresh_from_db()

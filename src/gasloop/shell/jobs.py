"""Imports that take their time: examined, carried out and taken back by the worker, with progress in the row."""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from gasloop.access.actors import actor_of
from gasloop.access.scope import may
from gasloop.evidence import envelope
from gasloop.evidence.models import Entry
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import plain
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.relay.sweeps import sweep
from gasloop.shell.actions.imports import DATASET, content_of, read_table
from gasloop.shell.errors import say
from gasloop.shell.importing.copying import copy_in
from gasloop.shell.importing.declared import Importer, Verdict
from gasloop.shell.importing.examining import Examined, examine, uncollected
from gasloop.shell.models import Import, ImportedRow, ImportProblem
from gasloop.shell.mounted import importer_of, listing_of

log = logging.getLogger(__name__)
KEPT = timedelta(days=30)
S = Import.State


@app.task(name="shell.examine_import")
def examine_import(run_id: str) -> None:
    """Every row read and judged; nothing written but what is wrong."""
    _carry(run_id, S.CHECKING, _examine)


@app.task(name="shell.carry_import")
def carry_import(run_id: str) -> None:
    """The rows into the ledger, all in one transaction."""
    _carry(run_id, S.WRITING, _write)


@app.task(name="shell.undo_import")
def undo_import(run_id: str) -> None:
    """The rows taken back, all in one transaction."""
    _carry(run_id, S.UNDOING, _undo)


Step = Callable[[Import, Importer, Actor], None]


def _carry(run_id: str, state: Import.State, step: Step) -> None:
    """One step in its owner's name, with the rights of today; what goes wrong is said in the row."""
    run = Import.objects.select_related("account").get(pk=run_id)
    if run.state != state:
        return  # carried out before: a job may come twice
    actor = actor_of(run.account)
    with override(run.language):
        try:
            importer = importer_of(run.ledger)
            if importer is None or not may(actor, importer.capability):
                raise NotFound
            with uncollected(), transaction.atomic():
                step(run, importer, actor)
        except Refusal as refusal:
            _fail(run, say(refusal))
        except Exception:
            log.exception("import %s of %s", run.pk, run.ledger)
            _fail(run, _("系统出错了，没有任何内容被改动。请过一会儿再试，或告诉系统管理员。"))
            raise


def _fail(run: Import, words: str) -> None:
    Import.objects.filter(pk=run.pk).update(state=S.FAILED, failure=words, ended_at=clock.now())


def examined(
    run: Import, importer: Importer, actor: Actor, progress: Callable[[int], None] = lambda _n: None, *, hold: bool
) -> Examined:
    """The file of an import, read and judged now."""
    table = read_table(importer, content_of(run), run.filename)
    columns = {int(column): name for column, name in run.columns.items()}
    return examine(table, columns, importer, listing_of(run.ledger), actor, progress, hold=hold)


def _examine(run: Import, importer: Importer, actor: Actor) -> None:
    found = examined(run, importer, actor, lambda done: _note(run, done), hold=False)
    ImportProblem.objects.filter(run=run).delete()
    copy_rows = [
        ImportProblem(run=run, at=p.at, column=p.column, title=p.title, expected=p.expected, got=p.got[:500])
        for p in found.problems
    ]
    ImportProblem.objects.bulk_create(copy_rows, batch_size=5000)
    Import.objects.filter(pk=run.pk, state=S.CHECKING).update(state=S.CHECKED, counts=found.counts(), done=run.total)


def _note(run: Import, done: int) -> None:
    """Progress for the page, on a connection of its own: the job's transaction shows nothing until it ends."""
    own = transaction.get_connection().copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(f"UPDATE {Import._meta.db_table} SET done = %s WHERE id = %s", [done, run.pk])  # noqa: S608 - the table's own name
    finally:
        own.close()


def _write(run: Import, importer: Importer, actor: Actor) -> None:
    found = examined(run, importer, actor, hold=True)
    done = importer.write(actor, found.judgement, _("从文件“%(name)s”导入") % {"name": run.filename})
    copy_in([_imported(run, verdict) for verdict in done.verdicts if verdict.act in ("create", "change")])
    counts = {**found.counts(), **{act: sum(v.act == act for v in done.verdicts) for act in ("create", "change")}}
    Import.objects.filter(pk=run.pk, state=S.WRITING).update(
        state=S.WRITTEN, counts=counts, entries=[entry.pk for entry in done.entries], ended_at=clock.now()
    )


def _imported(run: Import, verdict: Verdict) -> ImportedRow:
    if verdict.record is None:
        raise TypeError("what was created or changed has an id")
    before = None
    if verdict.act == "change":
        content = json.dumps(plain(dict(verdict.before)), ensure_ascii=False).encode()
        before = envelope.encrypt(DATASET, content, verdict.record.bytes)
    return ImportedRow(run=run, at=verdict.at, record=verdict.record, created=verdict.act == "create", before=before)


def _undo(run: Import, importer: Importer, actor: Actor) -> None:
    created, changed = [], {}
    for row in run.imported.order_by("at").iterator(chunk_size=2000):
        if row.before is None:
            created.append(row.record)
        else:
            changed[row.record] = json.loads(envelope.decrypt(DATASET, bytes(row.before), row.record.bytes))
    since = list(Entry.objects.filter(pk__in=run.entries))
    kept = importer.take_back(actor, created, changed, since, _("撤销从文件“%(name)s”的导入") % {"name": run.filename})
    ImportProblem.objects.filter(run=run).delete()
    at_of = dict(run.imported.filter(record__in=[each.record for each in kept]).values_list("record", "at"))
    ImportProblem.objects.bulk_create(
        [ImportProblem(run=run, at=at_of[k.record], title=k.name[:300], expected=say(k.why)) for k in kept], 2000
    )
    counts = {**run.counts, "undone": len(created) + len(changed) - len(kept), "kept": len(kept)}
    Import.objects.filter(pk=run.pk, state=S.UNDOING).update(state=S.UNDONE, counts=counts, ended_at=clock.now())


@sweep("shell.erase_imports", every=timedelta(hours=1))
def erase_files(at: datetime) -> int:
    """Files are working papers: their content goes after a month, what was done stays."""
    old = Import.objects.filter(made_at__lt=at - KEPT, content__isnull=False)
    return old.update(content=None, samples=[])

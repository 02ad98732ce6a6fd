"""A file into a ledger in one go, without pages and jobs (command line, benchmarks)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.shell.importing.declared import Importer
from gasloop.shell.importing.examining import examine, uncollected
from gasloop.shell.importing.layout import find_table
from gasloop.shell.importing.matching import known_titles, propose, remembered, signature
from gasloop.shell.importing.reading import read_sheets
from gasloop.shell.models import KnownForm
from gasloop.shell.mounted import importer_of, listing_of, mounted


@dataclass(frozen=True, slots=True)
class Brought:
    """Rows by what happened (`written`) or would happen; `problems` are at, column, expected, got."""

    ledger: str
    file: str
    written: bool
    create: int
    change: int
    same: int
    refused: int
    columns: dict[str, str]
    problems: list[dict[str, Any]]

    def text(self) -> str:
        """The result for a person."""
        head = _("已导入") if self.written else _("已核对，没有写入")
        lines = [f"{head}: +{self.create} ~{self.change} ={self.same} !{self.refused}"]
        lines += [f"  {p['row']} {p['column']}: {p['expected']} ({p['got']})" for p in self.problems[:50]]
        return "\n".join(lines)


def bring_file(
    actor: Actor, *, ledger: str, content: bytes, filename: str, dry_run: bool = False, good_only: bool = False
) -> Brought:
    """Read, judge and (unless `dry_run`) write a file; with rows that cannot come in only if `good_only`.

    Columns are matched as they were confirmed for such a form before, else as proposed. Refusal for no such ledger.
    """
    importer = _importer(ledger)
    table = find_table(read_sheets(content, filename), known_titles(importer.fields))
    form = KnownForm.objects.filter(ledger=ledger, signature=signature(table.titles)).first()
    columns = remembered(form.columns, table.titles, importer.fields) if form else {}
    columns = columns or propose(table.titles, importer.fields)
    with uncollected(), transaction.atomic():
        found = examine(table, columns, importer, listing_of(ledger), actor, hold=not dry_run)
        counts = found.counts()
        write = not dry_run and (good_only or not counts["refused"])
        if write and (counts["create"] or counts["change"]):
            importer.write(actor, found.judgement, _("从文件“%(name)s”导入") % {"name": filename})
    return Brought(
        ledger=ledger,
        file=filename,
        written=write,
        columns={table.titles[column]: name for column, name in columns.items()},
        problems=[
            {"row": p.at, "column": p.title, "expected": p.expected, "got": p.got} for p in found.problems
        ],
        **counts,
    )  # fmt: skip


def _importer(ledger: str) -> Importer:
    importer = importer_of(ledger)
    if importer is None:
        known = _("、").join(name for name, listing in mounted().items() if listing.importer)
        raise Refusal(
            "shell.import.no_ledger",
            sentence("没有可以导入的台账“{ledger}”。可以导入的有：{known}。"),
            params={"ledger": ledger, "known": known},
        )
    return importer

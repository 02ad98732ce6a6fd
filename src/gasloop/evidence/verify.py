"""Verify the whole log: every seal, entry, payload, attachment and record, in one consistent view of the database.

Streams in pieces, so memory does not grow with the log. What it finds it names.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext

from gasloop.evidence import records
from gasloop.evidence.checks import entries, erasures, files, seals, states
from gasloop.evidence.checks.findings import Finding
from gasloop.evidence.keys import KeyProblem
from gasloop.evidence.models import Attachment, Pending, Seal
from gasloop.evidence.queries import limits_statement
from gasloop.evidence.sealing import seal_all, seal_hash
from gasloop.evidence.snapshot import one_view
from gasloop.kernel import clock
from gasloop.kernel.jsonable import JsonObject, plain
from gasloop.kernel.refusal import sentence

KEPT_FINDINGS = 1000

Progress = Callable[[str, int], None]


@dataclass(slots=True)
class Report:
    """What was looked at and what was found. `counts` by what; `findings` are the first thousand, `total` is all."""

    started_at: datetime
    finished_at: datetime | None = None
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    total: int = 0
    head: dict[str, str | int] | None = None

    @property
    def ok(self) -> bool:
        return self.total == 0

    def add(self, found: Iterator[Finding]) -> None:
        """Take up findings."""
        for finding in found:
            self.total += 1
            if len(self.findings) < KEPT_FINDINGS:
                self.findings.append(finding)

    def to_json(self) -> JsonObject:
        return {
            "ok": self.ok,
            "started_at": plain(self.started_at),
            "finished_at": plain(self.finished_at),
            "counts": dict(self.counts),
            "head": self.head,
            "total": self.total,
            "findings": [finding.to_json() for finding in self.findings],
            "limits": limits_statement(),
        }

    def summary(self) -> str:
        """One sentence for people."""
        if self.ok:
            text = sentence("核对通过：{entries}条日志、{seals}次封存、{records}条记录、{files}个附件，没有发现改动。")
        else:
            text = sentence("核对发现{total}处问题：{entries}条日志、{seals}次封存、{records}条记录、{files}个附件。")
        names = ("entries", "seals", "records", "files")
        return gettext(text).format(total=self.total, **{name: self.counts[name] for name in names})


def verify(progress: Progress | None = None, *, read_files: bool = True, seal_first: bool = True) -> Report:
    """Seal what waits, then check everything. `progress(what, count)` is called after each piece.

    `read_files=False` leaves out the bytes of attachments. KeyProblem when sealing needs a key that is gone.
    """
    if seal_first and not connection.in_atomic_block:
        seal_all()
    report = Report(clock.now())
    tell = progress or (lambda _what, _count: None)
    with one_view():
        _check(report, tell, read_files)
    report.finished_at = clock.now()
    return report


def run_verify(as_json: bool) -> int:
    """`gasloop evidence verify [--json]`: print the report; exit code 0 when nothing was found, else 1."""
    try:
        report = verify()
    except KeyProblem as problem:
        text = gettext(problem.text).format(**problem.params)
        sys.stdout.write(json.dumps({"ok": False, "error": text}, ensure_ascii=False) if as_json else text)
        sys.stdout.write("\n")
        return 1
    if as_json:
        sys.stdout.write(json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        lines = [report.summary(), *(f"· {finding.text}" for finding in report.findings), limits_statement()]
        sys.stdout.write("\n".join(lines) + "\n")
    return 0 if report.ok else 1


def _check(report: Report, tell: Progress, read_files: bool) -> None:
    erased = erasures.logged()
    report.add(seals.check())
    last: Seal | None = None
    for seal in Seal.objects.order_by("number").iterator(chunk_size=100):
        report.add(entries.check_seal(seal, erased))
        report.counts["seals"] += 1
        report.counts["entries"] += seal.count
        last = seal
        tell("entries", report.counts["entries"])
    if last is not None:
        report.head = {"number": last.number, "hash": seal_hash(last).hex(), "root": bytes(last.root).hex()}
    report.counts["unsealed"] = Pending.objects.count()
    report.counts["entries"] += report.counts["unsealed"]
    report.counts["erased"] = len(erased.personal)
    report.add(entries.check_unsealed(erased))
    for kind, model in sorted(records.kinds().items()):
        report.add(states.check_kind(model))
        report.counts["records"] += model._base_manager.count()
        tell(kind, report.counts["records"])
    report.counts["files"] = Attachment.objects.count()
    if read_files:
        report.add(files.check(erased))
        tell("files", report.counts["files"])

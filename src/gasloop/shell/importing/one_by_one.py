"""Ledgers of a few hundred rows: each row goes through the room's own verbs, one after another.

Judging carries the verbs out and takes everything back, row by row: what is said before is what happens. So a row may
name what an earlier row of the same file registers. Ledgers of thousands have bulk verbs instead.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from gasloop.evidence.models import Entry
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal
from gasloop.shell.importing.declared import Importer, Judgement, Row, Verdict, Written


@dataclass(slots=True)
class Tried(Judgement):
    """The rows themselves: they are carried out again, the refused left out."""

    rows: Sequence[Row]


class RowByRow(ABC):
    """One run over a file, with what it has looked up. Rows come in their order."""

    @abstractmethod
    def bring(self, row: Row) -> Verdict:
        """Carry one row out by the room's verbs; Refusal when it cannot come in."""


class OneByOne(Importer):
    """An importer whose room says what one row does."""

    @abstractmethod
    def begin(self, actor: Actor) -> RowByRow:
        """A run begins."""

    def judge(self, actor: Actor, rows: Sequence[Row], *, hold: bool = False) -> Judgement:
        run = self.begin(actor)
        with transaction.atomic():
            verdicts = [_tried(run, row) for row in rows]
            transaction.set_rollback(True)
        return Tried(verdicts, hold, rows)

    def write(self, actor: Actor, judgement: Judgement, why: str) -> Written:  # noqa: ARG002 - verbs for one row ask no reason
        if not isinstance(judgement, Tried):
            raise TypeError("what another ledger judged")
        refused = {verdict.at: verdict for verdict in judgement.verdicts if verdict.act == "refused"}
        last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
        run = self.begin(actor)
        with transaction.atomic():
            verdicts = [refused.get(row.at) or run.bring(row) for row in judgement.rows]
        touched = [v.record for v in verdicts if v.act in ("create", "change") and v.record is not None]
        return Written(verdicts, list(Entry.objects.filter(seq__gt=last, subject_id__in=touched).order_by("seq")))


def _tried(run: RowByRow, row: Row) -> Verdict:
    try:
        with transaction.atomic():
            return run.bring(row)
    except Refusal as refusal:
        return Verdict(row.at, "refused", refusal=refusal)

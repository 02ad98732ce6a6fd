"""What every importer of the register shares: the doors to the bulk verbs, and columns that are alike everywhere."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gasloop.evidence.models import Entry
from gasloop.kernel.actor import Actor
from gasloop.registry.actions.bulk import Bulk, Rows
from gasloop.registry.actions.importing import judge_records, take_records_back, write_records
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.shell.importing import Importer, ImportField, Judgement, Kept, Row, Written, code
from gasloop.shell.words import Words

PLACE_WORDS = ("村社区", "村(社区)", "所属村", "所属社区", "所在村", "网格", "村居", "所属村社区", "所在村社区")


def number_field(title: Words, *aliases: str) -> ImportField:
    """The system's own number: what a row is recognised by when it comes back."""
    return ImportField(
        "number",
        title,
        code(20),
        key=True,
        aliases=aliases,
        note=_("新登记的留空，由系统编号；填写了的，更正这一条。"),
    )


class BulkImporter(Importer):
    """A ledger whose rows go through one of the register's bulk verbs."""

    capability = REGISTRY_EDIT
    bulk: ClassVar[Bulk[Any]]

    def judge(self, actor: Actor, rows: Sequence[Row], *, hold: bool = False) -> Judgement:
        return judge_records(actor, ledger=self.bulk, rows=rows, hold=hold)

    def write(self, actor: Actor, judgement: Judgement, why: str) -> Written:
        if not isinstance(judgement, Rows):
            raise TypeError("what another ledger judged")
        return write_records(actor, judgement=judgement, why=why)

    def take_back(
        self,
        actor: Actor,
        created: Sequence[UUID],
        changed: Mapping[UUID, Mapping[str, object]],
        since: Sequence[Entry],
        why: str,
    ) -> Sequence[Kept]:
        return take_records_back(actor, ledger=self.bulk, created=created, changed=changed, since=since, why=why)

"""What the shell keeps for people: how they look at ledgers, and the files they bring.

None of it is a record of the town: it is how somebody works. What an import does to records is logged by the room's own
bulk verb.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Account, Office
from gasloop.kernel.clock import now
from gasloop.kernel.ids import new_id


class Import(models.Model):
    """One file on its way into a ledger. The file is encrypted: it is full of personal data; erased after a month.

    `columns` are column number → field; `counts` the verdicts by kind; `entries` the evidence of what was written.
    """

    class State(models.TextChoices):
        MATCHING = "matching", _("待核对各列")
        CHECKING = "checking", _("正在逐行核对")
        CHECKED = "checked", _("已核对，待导入")
        WRITING = "writing", _("正在导入")
        WRITTEN = "written", _("已导入")
        UNDOING = "undoing", _("正在撤销")
        UNDONE = "undone", _("已撤销")
        FAILED = "failed", _("没有办成")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ledger = models.CharField(max_length=40)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, default="zh-hans")
    filename = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    sheet = models.CharField(max_length=120)
    titles = ArrayField(models.CharField(max_length=300))
    samples = models.JSONField(default=list)
    signature = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.MATCHING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    failure = models.TextField(blank=True)
    entries = ArrayField(models.UUIDField(), default=list)
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "ledger", "-id"], name="import_of_whom")
        ]

    def __str__(self) -> str:
        return self.filename


class ImportProblem(models.Model):
    """A row that cannot come in: where, what is expected there, what stands there. Ready to be read."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    at = models.PositiveIntegerField()
    column = models.IntegerField(null=True)
    title = models.CharField(max_length=300, blank=True)
    expected = models.TextField()
    got = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["run", "at"], name="import_problem_at")]

    def __str__(self) -> str:
        return f"{self.at} {self.title}"


class ImportedRow(models.Model):
    """A record that an import created or changed; `before` is what the change took the place of, encrypted."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="imported")
    at = models.PositiveIntegerField()
    record = models.UUIDField()
    created = models.BooleanField()
    before = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["run", "at"], name="imported_row_at")]

    def __str__(self) -> str:
        return f"{self.at} {self.record}"


class KnownForm(models.Model):
    """Which column is which field in a form that came before, as somebody confirmed it."""

    ledger = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)
    columns = models.JSONField()
    used_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ledger", "signature"], name="known_form_once")
        ]

    def __str__(self) -> str:
        return self.ledger


class SavedView(models.Model):
    """Filters, order and columns of a ledger under a name: one person's, or everybody's in an office."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ledger = models.CharField(max_length=40)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("名称"), max_length=40)
    query = models.TextField(blank=True)
    columns = ArrayField(models.CharField(max_length=80), default=list)
    made_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ledger", "account"], name="saved_view_of_whom")]

    def __str__(self) -> str:
        return self.name


class ListHabit(models.Model):
    """How an account looks at a ledger when the address says nothing: its columns, and the view it opens with."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    ledger = models.CharField(max_length=40)
    columns = ArrayField(models.CharField(max_length=80), default=list)
    view = models.ForeignKey(SavedView, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "ledger"], name="list_habit_once")
        ]

    def __str__(self) -> str:
        return self.ledger

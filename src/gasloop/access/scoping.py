"""The guarded door: scoped rows are read through `scoped` and `get_scoped`, nowhere else."""

from typing import TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.capabilities import Capability
from gasloop.access.lines import Line
from gasloop.access.scope import reaches, scope_filter
from gasloop.evidence.models import Record
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound

M = TypeVar("M", bound=models.Model)
S = TypeVar("S", bound="Scoped")


class Scoped(Record):
    """A record that lies somewhere and belongs to a line of trade and an office."""

    territory = models.CharField(_("辖区"), max_length=120, db_collation="C", db_index=True)
    line = models.CharField(_("行业条线"), max_length=20, choices=Line, blank=True)
    owner_office = models.ForeignKey(
        "access.Office", verbose_name=_("责任单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    voided_by = models.UUIDField(null=True, blank=True, editable=False)
    voided_why = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True


def scoped(actor: Actor, rows: models.QuerySet[M], capability: Capability, *, prefix: str = "") -> models.QuerySet[M]:
    """`rows` as far as the actor's posts reach with the capability."""
    return rows.filter(scope_filter(actor, capability, prefix=prefix))


def get_scoped(actor: Actor, rows: models.QuerySet[M], capability: Capability, key: UUID, *, prefix: str = "") -> M:
    """The one row `key`; NotFound (a 404) when there is none or it is out of reach."""
    row = scoped(actor, rows, capability, prefix=prefix).filter(pk=key).first()
    if row is None:
        raise NotFound
    return row


def require(actor: Actor, capability: Capability, *, territory: str, line: str) -> None:
    """NotFound unless the actor may use the capability there: verbs call this before they write."""
    if not reaches(actor, capability, territory=territory, line=line):
        raise NotFound

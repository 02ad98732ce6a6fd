"""Reading the log for pages: what happened to a record, which seals there are, what the log cannot show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from gasloop.evidence import acts
from gasloop.evidence.models import Attachment, BatchRow, Entry, Payload, Seal, SealedLeaf
from gasloop.kernel.refusal import sentence
from gasloop.kernel.subject import Subject

LIMITS = sentence(
    "能查出的：已封存的日志、附件和受保护字段的任何改动、删除和补插。"
    "查不出的：掌握签名密钥的管理员，在封存的根送出本系统之前，连同日志一起重做的改动。"
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry for a reader. `seal` is the number of the seal that covers it; None until it is sealed (seconds)."""

    id: UUID
    act: str
    text: str
    at: datetime
    recorded_at: datetime
    actor: str
    posts: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    seal: int | None
    subject: Subject


def timeline(subject: Subject, limit: int = 100) -> list[Happening]:
    """The newest entries about a record, batch entries it was part of among them, newest first. Four queries."""
    rows = BatchRow.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("-entry_id")
    # A list, not a subquery: with one, PostgreSQL reads the whole log instead of two indexes.
    in_batches = list(rows.values_list("entry_id", flat=True)[:limit])
    mine = Q(subject_kind=subject.kind, subject_id=subject.id) | Q(pk__in=in_batches)
    return happenings(Entry.objects.filter(mine), limit)


def happenings(entries: QuerySet[Entry], limit: int = 100) -> list[Happening]:
    """The newest of `entries` for a reader, newest first. Three queries."""
    found = list(entries.select_related("payload").order_by("-seq")[:limit])
    seals_of = dict(SealedLeaf.objects.filter(pk__in=[e.pk for e in found]).values_list("entry_id", "seal_id"))
    files = Attachment.objects.in_bulk({sha256 for entry in found for sha256 in entry.attachments})
    return [_happening(entry, seals_of.get(entry.pk), files) for entry in found]


def seals(limit: int = 50) -> list[Seal]:
    """The newest seals, newest first."""
    return list(Seal.objects.order_by("-number")[:limit])


def entry_of(entry_id: UUID) -> Entry | None:
    """An entry by its id."""
    return Entry.objects.filter(pk=entry_id).first()


def limits_statement() -> str:
    """What the log can show and what it cannot, for every page that speaks of proof."""
    return gettext(LIMITS)


def _happening(entry: Entry, seal: int | None, files: dict[str, Attachment]) -> Happening:
    payload: Payload | None = getattr(entry, "payload", None)
    return Happening(
        id=entry.pk,
        act=entry.act,
        text=acts.say(entry, payload.facts() if payload else {}),
        at=entry.effective_at,
        recorded_at=entry.recorded_at,
        actor=_who(entry.actor.get("name", "")),
        posts=tuple(f"{post['office']} {post['title']}" for post in entry.actor.get("posts", [])),
        attachments=tuple(files[sha256] for sha256 in entry.attachments if sha256 in files),
        seal=seal,
        subject=entry.subject,
    )


def _who(name: str) -> str:
    """Who it was; the house itself, which its entries call `system`, in the reader's language."""
    return gettext("系统") if name == "system" else name

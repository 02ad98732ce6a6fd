"""What was erased by rule: only an entry of the erasure itself makes an absence lawful."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from gasloop.evidence.acts import ERASED
from gasloop.evidence.models import Entry, Payload


@dataclass(slots=True)
class Erasures:
    """Entries that lawfully lost their personal part or their whole payload, and attachments that lost their bytes."""

    personal: set[UUID] = field(default_factory=set)
    whole: set[UUID] = field(default_factory=set)
    files: set[str] = field(default_factory=set)


def logged() -> Erasures:
    """All erasures in the log."""
    found = Erasures()
    for _, facts in _facts(Payload.objects.filter(entry__act=ERASED.name).order_by("pk").iterator(chunk_size=500)):
        ids = {UUID(raw) for raw in facts.get("entries", [])}
        found.personal |= ids
        if facts.get("parts") == "whole":
            found.whole |= ids
        found.files |= set(facts.get("files", []))
    return found


def rule_for(entry: Entry) -> dict[str, str] | None:
    """By which rule and when an entry lost something; None when it did not."""
    candidates = Payload.objects.filter(
        entry__act=ERASED.name, entry__seq__gt=entry.seq, body__contains=str(entry.pk)
    ).select_related("entry")
    for payload, facts in _facts(candidates.order_by("entry__seq").iterator(chunk_size=500)):
        if str(entry.pk) in facts.get("entries", []):
            at = payload.entry.recorded_at.isoformat(timespec="seconds")
            return {"rule": str(facts["rule"]), "at": at, "parts": str(facts["parts"]), "entry": str(payload.pk)}
    return None


def _facts(payloads: Iterator[Payload]) -> Iterator[tuple[Payload, dict[str, Any]]]:
    for payload in payloads:
        try:
            facts = json.loads(payload.body or "{}")
        except ValueError:
            continue  # a changed body is found by its digest
        if isinstance(facts, dict):
            yield payload, facts

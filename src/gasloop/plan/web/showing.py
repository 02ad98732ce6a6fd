"""What the pages show of an extract's clauses and of a draft's fields, with what was typed where it was refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import HttpRequest

from gasloop.plan.models import ClauseOffice, Extract
from gasloop.plan.web.forms import ObjectForm
from gasloop.plan.web.preview import NameRow, PhaseRow, Preview


@dataclass(frozen=True, slots=True)
class Line:
    """One clause of an extract as it was sent, with the field in which the office may object."""

    ref: str
    text: str
    role_words: str
    chief: bool
    named: str
    deadlines: list[str]
    reason: BoundField


def lines_of(extract: Extract, form: ObjectForm) -> list[Line]:
    """In the order of the paper."""
    return [_line(kept, form) for kept in extract.clauses]


def _line(kept: dict[str, Any], form: ObjectForm) -> Line:
    return Line(
        ref=kept["ref"],
        text=kept["text"],
        role_words=str(ClauseOffice.Role(kept["role"]).label),
        chief=kept["chief"],
        named=kept["named"],
        deadlines=kept["deadlines"],
        reason=form[f"reason_{kept['ref']}"],
    )


@dataclass(frozen=True, slots=True)
class NameField:
    """A printed name with the field that says which registered office it is."""

    at: int
    row: NameRow
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class PhaseField:
    """A phase with its two dates."""

    row: PhaseRow
    start: str
    end: str
    problem: str


def name_fields(request: HttpRequest, seen: Preview, problems: Mapping[str, str]) -> list[NameField]:
    """The names in the order of the preview."""
    return [
        NameField(
            at,
            row,
            request.POST.get(f"match_{at}", row.office.name if row.office else ""),
            problems.get(f"match_{at}", problems.get(row.name, "")),
        )
        for at, row in enumerate(seen.names)
    ]


def phase_fields(request: HttpRequest, seen: Preview, problems: Mapping[str, str]) -> list[PhaseField]:
    """The phases in the order of the paper."""
    return [
        PhaseField(
            row,
            request.POST.get(f"start_{row.at}", row.phase.start or ""),
            request.POST.get(f"end_{row.at}", row.phase.end or ""),
            problems.get(f"start_{row.at}", problems.get(f"end_{row.at}", "")),
        )
        for row in seen.phases
    ]

"""Shapes of rounds from door to door on the API."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from gasloop.access.wire import Day, example
from gasloop.inspection.models import HouseholdVisit
from gasloop.registry.kinds import HouseholdResult

Note = Annotated[str, Field(max_length=200)]


class RoundIn(Schema):
    """One result at several doors of a building, all or none; the same `id` again changes nothing."""

    model_config = example(
        id="0190d6a2-5f6e-7c11-8f5d-2f1f0c7b9a10",
        households=["0190d6a2-5f6e-7c11-8f5d-2f1f0c7b9a11", "0190d6a2-5f6e-7c11-8f5d-2f1f0c7b9a12"],
        result="checked",
        on="2026-11-20",
    )

    households: Annotated[list[UUID], Field(min_length=1, max_length=2000)]
    result: HouseholdResult
    on: Day | None = None
    note: Note = ""
    id: UUID | None = None


class GapTestIn(Schema):
    """Nobody opened: what the detector read at the gap of the door, in % of the lower explosive limit, 0 when clean."""

    model_config = example(reading=0, result="nobody", on="2026-11-20")

    reading: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
    result: Literal["nobody", "refused"] = "nobody"
    on: Day | None = None
    note: Note = ""


class DoorVisitOut(Schema):
    """One knock at one door; those of one `round` were entered together."""

    id: UUID
    household: UUID
    round: UUID
    result: str
    visited_on: date
    by_name: str
    note: str
    gap_lel: Decimal | None

    @classmethod
    def of(cls, visit: HouseholdVisit) -> Self:
        plain = {name: getattr(visit, name) for name in cls.model_fields if name != "household"}
        return cls(**plain, household=visit.household_id)


class GapTestOut(Schema):
    """The knock, and the hazard when gas was found."""

    visit: DoorVisitOut
    hazard: UUID | None


class HandedOverOut(Schema):
    """The hazard of a door that stayed shut: it is handed on by `/hazards/…/refer`."""

    hazard: UUID
    number: str

"""What the plan room tells the rooms above it."""

from gasloop.bus.events import Event, event


@event("plan.imported")
class PlanImported(Event, frozen=True, kw_only=True):
    """A plan document was loaded."""

    document_id: str


@event("plan.standing")
class PlanStanding(Event, frozen=True, kw_only=True):
    """Which plan leads in a territory, or that one ended."""

    document_id: str
    standing: str


@event("duty.climbed")
class DutyClimbed(Event, frozen=True, kw_only=True):
    """An open duty passed its date (level 1) or climbed a rung."""

    duty_id: str
    about_kind: str
    about_id: str
    level: int


@event("plan.phase_decided")
class PhaseDecided(Event, frozen=True, kw_only=True):
    """The gate at the end of a phase was passed, or not."""

    document_id: str
    phase: str
    passed: bool


@event("plan.task_moved")
class TaskMoved(Event, frozen=True, kw_only=True):
    """A general duty was taken up, reported on, finished for a period, changed or ended."""

    task_id: str
    what: str


@event("plan.handed_over")
class HandedOver(Event, frozen=True, kw_only=True):
    """An office or post gave what it owes to its successor, signed by both. Post ids are empty for whole offices."""

    hand_over_id: str
    from_office_id: str
    to_office_id: str
    from_post_id: str
    to_post_id: str


@event("extract.moved")
class ExtractMoved(Event, frozen=True, kw_only=True):
    """An extract was sent, received, objected to, or its objections were settled."""

    extract_id: str
    state: str

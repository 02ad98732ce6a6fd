"""`gasloop demo seed|stats`: fill the town as far as it is not filled yet, count what is there."""

from importlib import resources
from pathlib import Path

from gasloop.access.models import Account, Office, Post
from gasloop.access.roles import Role
from gasloop.evidence.models import Entry
from gasloop.hazard.models import Hazard
from gasloop.inspection.models import Visit
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.plan.actions import Taken, import_plan, take_up_tasks
from gasloop.plan.models import Clause, Duty, PlanDocument, Task
from gasloop.plan.proposing import proposals
from gasloop.project.config import REPOSITORY
from gasloop.project.demo.devices import equip
from gasloop.project.demo.history import play
from gasloop.project.demo.rounds import play_rounds
from gasloop.project.demo.steering import steer
from gasloop.project.demo.town_hall import TOWN, open_town_hall, require_demo
from gasloop.registry.models import Building, Household, Installation, Party, Site
from gasloop.rulebook.actions import load_pack, seed_calendar
from gasloop.rulebook.models import Rule

PACKS = ("national", "chongqing", "qunli")
FOUNDING_PLAN = REPOSITORY.parent / "shared" / "plan" / "qunli-2023-102.txt"


def seed() -> None:
    """Town hall, packs, plan, some weeks of work. Safe to call again, and after being killed half-way."""
    require_demo()
    builder = system("演示数据")
    open_town_hall(builder)
    for name in PACKS:
        load_pack(builder, directory=REPOSITORY / "packs" / name)
    seed_calendar(builder)
    if not PlanDocument.objects.exists():
        content, filename = _plan()
        document = import_plan(builder, content=content, filename=filename, territory=TOWN)
        _take_up(builder, document)
    for _ in play(clock.now()):
        pass
    play_rounds(clock.now())
    equip(clock.now())
    steer()


def _take_up(builder: Actor, document: PlanDocument) -> None:
    """The general duties that nothing else in the house answers, as the page for it has them ticked."""
    taken = [
        Taken(each.ref, each.words, each.office, each.post, each.partners, each.stated, each.asked.often, each.due_on)
        for each in proposals(document)
        if each.suggested
    ]
    if taken:
        take_up_tasks(builder, document_id=document.pk, taken=taken)


def _plan() -> tuple[bytes, str]:
    """The founding plan where its paper lies beside the checkout, else the short example that comes with the house."""
    if FOUNDING_PLAN.is_file():
        return FOUNDING_PLAN.read_bytes(), FOUNDING_PLAN.name
    example = resources.files("gasloop.project.demo") / "example-plan.txt"
    return example.read_bytes(), Path(str(example)).name


def counts() -> dict[str, int]:
    """Rows of each kind."""
    kinds = (
        Office,
        Account,
        PlanDocument,
        Clause,
        Task,
        Rule,
        Party,
        Site,
        Installation,
        Building,
        Household,
        Visit,
        Hazard,
        Duty,
        Entry,
    )
    found = {model._meta.model_name or "": model._default_manager.count() for model in kinds}
    return {**found, "grid_officers": Post.objects.filter(role=Role.GRID, account__isnull=False).count()}

"""What stories start from: the plan and the packs loaded, a restaurant in 双堰社区, a photo, a report of a visit."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from gasloop.evidence import attachments
from gasloop.inspection.actions import Answered, Signature, VisitReport
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.plan.actions import import_plan
from gasloop.plan.models import PlanDocument
from gasloop.registry.actions import register_site
from gasloop.registry.models import Site
from gasloop.rulebook.actions import load_pack, seed_calendar
from tests.cast import COMMUNITY, TOWN

REPOSITORY = Path(__file__).parents[1]
PLAN = REPOSITORY.parent / "shared" / "plan" / "qunli-2023-102.txt"
HOSE = "二(四)2"
# The smallest JPEG there is: one grey pixel.
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300030202020202030202020303030304060404040404080606050609080a0a09080909"
    "0a0c0f0c0a0b0e0b09090d110d0e0f101011100a0c12131210130f101010ffc9000b080001000101011100ffcc000600101005ffda0008010100"
    "003f00d2cf20ffd9"
)


def load_packs(names: Sequence[str] = ("national", "chongqing", "qunli")) -> None:
    """The packs of the repository and the working-day calendar."""
    builder = system()
    for name in names:
        load_pack(builder, directory=REPOSITORY / "packs" / name)
    seed_calendar(builder)


def load_plan() -> PlanDocument:
    """The founding plan, as an operator imports it."""
    return import_plan(system(), content=PLAN.read_bytes(), filename=PLAN.name, territory=TOWN)


def restaurant(actor: Actor, name: str = "老灶火锅店（示例）", territory: str = COMMUNITY) -> Site:
    """A restaurant that cooks with bottled gas."""
    return register_site(
        actor,
        name=name,
        kind="restaurant",
        territory=territory,
        address="双堰街12号（示例）",
        gas_source="lpg_cylinder",
    )


def photo(actor: Actor, content: bytes = JPEG) -> str:
    """A stored photo's digest."""
    return attachments.store(actor, content=content, filename="photo.jpg", media_type="image/jpeg").sha256


@dataclass(frozen=True)
class Hose:
    """A visit in which only the hose was measured."""

    site: Site
    metres: float = 2.6
    at: datetime | None = None
    photos: Sequence[str] = field(default_factory=list)

    def report(self) -> VisitReport:
        return VisitReport(
            site_id=self.site.pk,
            visited_at=self.at or clock.now(),
            answers=[Answered("HOSE-LENGTH", self.metres, photos=tuple(self.photos))],
            inspector=Signature(name="李强", reason="用户现场演示，未带签字笔（示例）"),
            site_person=Signature(name="张老板", reason="拒签（示例）"),
        )

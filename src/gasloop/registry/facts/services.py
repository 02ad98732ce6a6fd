"""What is stated about a service: who serves whom, from when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.facts.checks import at_most, choice, in_order
from gasloop.registry.facts.stated import Apart, Stated, apart
from gasloop.registry.kinds import ServiceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts(Stated):
    APART: ClassVar[tuple[Apart, ...]] = (
        apart("contract_no", at_most("contract_no", 60)),
        apart("covers", at_most("covers", 200)),
    )

    kind: str
    party_id: UUID
    begins_on: date
    site_id: UUID | None = None
    building_id: UUID | None = None
    ends_on: date | None = None
    contract_no: str = ""
    covers: str = ""

    def together(self, _places: Collection[str] | None = None) -> Self:
        """Its kind, one target, days in their order."""
        choice(self.kind, ServiceKind.values, "kind")
        if (self.site_id is None) == (self.building_id is None):
            raise Refusal(
                "registry.service.target", sentence("请选一个服务对象：检查对象或楼栋，只选其一。"), field="target"
            )
        in_order(self.begins_on, self.ends_on, "ends_on")
        return self

"""What is stated about a service: who serves whom, from when."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.facts.checks import choice, in_order, short
from gasloop.registry.kinds import ServiceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    kind: str
    party_id: UUID
    begins_on: date
    site_id: UUID | None = None
    building_id: UUID | None = None
    ends_on: date | None = None
    contract_no: str = ""
    covers: str = ""

    def checked(self) -> "ServiceFacts":
        """Normal forms; Refusal for the first thing that is wrong: one target."""
        choice(self.kind, ServiceKind.values, "kind")
        if (self.site_id is None) == (self.building_id is None):
            raise Refusal(
                "registry.service.target", sentence("请选一个服务对象：检查对象或楼栋，只选其一。"), field="target"
            )
        in_order(self.begins_on, self.ends_on, "ends_on")
        return replace(
            self, contract_no=short(self.contract_no, "contract_no", 60), covers=short(self.covers, "covers", 200)
        )

"""A hazard here, and one in the other village; every address of a step by that of the re-check."""

from datetime import timedelta
from uuid import UUID

from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.inspection.matrix_samples import visited
from tests.house.registry.matrix_samples import brought_file
from tests.house.samples import Sample, parameter, sent

from gasloop.hazard.actions import Order, Request, ask_extension, order_rectification
from gasloop.hazard.actions.major import open_case
from gasloop.kernel import clock


@parameter("hazard_id")
def hazards(cast: Cast) -> Sample:
    return Sample(here=visited(cast, COMMUNITY).hazards[0].pk, there=visited(cast, VILLAGE).hazards[0].pk)


@parameter("name", url="hazard:step")
def steps(cast: Cast) -> Sample:
    return Sample(here="order", there="order", nowhere="order")


@parameter("extension_id")
def extensions(cast: Cast) -> Sample:
    return Sample(here=asked_in(cast, COMMUNITY), there=asked_in(cast, VILLAGE))


def asked_in(cast: Cast, territory: str) -> UUID:
    head = cast.head.actor
    hazard = order_rectification(head, hazard_id=visited(cast, territory).hazards[0].pk, order=Order("停用", "张老板"))
    until = clock.legal_day(hazard.due_at) + timedelta(days=3)
    return ask_extension(head, hazard_id=hazard.pk, request=Request(until, "配件未到", "停用")).pk


@parameter("case_id")
def major_cases(cast: Cast) -> Sample:
    here, there = (open_case(cast.head.actor, visited(cast, place).hazards[0]) for place in (COMMUNITY, VILLAGE))
    return Sample(here=here.pk, there=there.pk)


sent("api:ask_extension", {"until": "2026-12-01", "reason": "配件未到（示例）", "control_measure": "停用"})
sent("api:decide_extension", {"granted": False, "decision": "不符合条件（示例）"})
sent("api:merge_hazards", {"duplicates": ["01900000-0000-7000-8000-00000000dead"]})
sent("api:report_major", {"to": "区安委办"})
sent("api:list_major", {"on": "2026-11-01", "by": "区安委会"})
sent("api:delist_major", {"on": "2026-11-01", "note": "验收合格（示例）"})
sent("api:order_rectification", {"control_measure": "停用该灶（示例）", "answerable_person": "张老板"})
sent("api:recheck", {"passed": True})
sent("api:look_back", {"rebounded": False})

for _step in ("run", "columns", "write", "undo", "reasons"):
    parameter("run_id", url=f"hazard:hazards-import-{_step}")(brought_file("hazards"))
sent("hazard:hazards-import-columns", {"column-1": "site"})

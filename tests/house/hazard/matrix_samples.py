"""A hazard here, and one in the other village; every address of a step by that of the re-check."""

from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.inspection.matrix_samples import visited
from tests.house.samples import Sample, parameter, sent


@parameter("hazard_id")
def hazards(cast: Cast) -> Sample:
    return Sample(here=visited(cast, COMMUNITY).hazards[0].pk, there=visited(cast, VILLAGE).hazards[0].pk)


@parameter("name", url="hazard:step")
def steps(cast: Cast) -> Sample:
    return Sample(here="order", there="order", nowhere="order")


sent("api:order_rectification", {"control_measure": "停用该灶（示例）", "answerable_person": "张老板"})
sent("api:recheck", {"passed": True})
sent("api:look_back", {"rebounded": False})

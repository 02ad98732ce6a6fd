"""A visit with a photo here, and one in the other village."""

from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.samples import Sample, parameter, sent
from tests.stories import Hose, photo, restaurant

from gasloop.inspection.actions import Recorded, record_visit
from gasloop.kernel.actor import system
from gasloop.kernel.ids import new_id


def visited(cast: Cast, territory: str) -> Recorded:
    """A restaurant with a hose too long, found by the head of 应急办."""
    site = restaurant(system(), f"样例软管店{territory[-4:-1]}（示例）", territory)
    head = cast.actor("head")
    return record_visit(head, report=Hose(site, photos=[photo(head)]).report())


@parameter("visit_id")
def visits(cast: Cast) -> Sample:
    return Sample(here=visited(cast, COMMUNITY).visit.pk, there=visited(cast, VILLAGE).visit.pk)


@parameter("visit_id", url="inspection:key")
def sheets(cast: Cast) -> Sample:
    """Any id is that of a sheet nobody has keyed in yet; what is out of reach is the object."""
    return Sample(here=new_id(), there=new_id())


@parameter("sha256")
def photos(cast: Cast) -> Sample:
    digest = photo(cast.actor("head"))
    return Sample(here=digest, there=digest, nowhere="0" * 64)


sent("api:record_gap_test", {"reading": 0})

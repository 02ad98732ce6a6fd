"""What is sent to the map's addresses; the objects are the register's, the outlines a file's of here."""

from tests.cast import COMMUNITY, Cast
from tests.house.samples import Sample, parameter, sent
from tests.room.atlas.files import geojson, square

from gasloop.atlas.actions import read_outlines
from gasloop.kernel.coordinates import Datum


@parameter("import_id")
def outline_imports(cast: Cast) -> Sample:
    content = geojson({"双堰社区": square(105.84, 30.19)})
    run = read_outlines(cast.clerk.actor, content=content, filename="村界.json", datum=Datum.WGS84)
    return Sample(here=run.pk)


sent("atlas:place", {"lat": "30.19", "lng": "105.84", "datum": "wgs84", "why": "样例"})
sent("atlas:outline-import", {"shape-0": COMMUNITY})
sent("atlas:outline-undo", {"why": "样例"})

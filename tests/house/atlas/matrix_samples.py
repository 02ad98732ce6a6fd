"""What is sent to the map's addresses; the objects are the register's."""

from tests.house.samples import sent

sent("atlas:place", {"lat": "30.19", "lng": "105.84", "datum": "wgs84", "why": "样例"})

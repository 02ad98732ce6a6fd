"""What the environment says: read once, typed, with a sentence for a wrong value.

`gasloop up` passes these to its children; an operator with servers of their own sets DATABASE_URL and NATS_URL.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from gasloop.kernel.coordinates import Datum

REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Config:
    """The process's surroundings. Paths are absolute; URLs as given. `fill`: a demonstration grows to a whole town."""

    data_dir: Path
    database_url: str
    nats_url: str
    public_url: str
    live_url: str
    demo: bool
    fill: bool
    pool_size: int
    tls: bool
    secret_key: str

    @property
    def keys_dir(self) -> Path:
        return self.data_dir / "keys"


@dataclass(frozen=True, slots=True)
class MapGround:
    """The map's ground: an XYZ or WMTS address with {x} {y} {z}, whose map it is, and the datum it speaks."""

    tiles: str
    credit: str
    datum: Datum

    @property
    def origin(self) -> str:
        """The host that pages may then ask; empty for none."""
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def read_map_ground() -> MapGround:
    """`GASLOOP_MAP_TILES`, `GASLOOP_MAP_CREDIT`, `GASLOOP_MAP_DATUM`; ValueError for a datum nobody knows."""
    return MapGround(
        tiles=os.environ.get("GASLOOP_MAP_TILES", ""),
        credit=os.environ.get("GASLOOP_MAP_CREDIT", ""),
        datum=Datum(os.environ.get("GASLOOP_MAP_DATUM", Datum.WGS84)),
    )


def read_config() -> Config:
    """The configuration of this process; a secret key is read from the data directory, never from the repository."""
    data_dir = Path(os.environ.get("GASLOOP_DATA_DIR") or REPOSITORY / "var" / "data").resolve()
    return Config(
        data_dir=data_dir,
        database_url=os.environ.get("DATABASE_URL", ""),
        nats_url=os.environ.get("NATS_URL", ""),
        public_url=os.environ.get("GASLOOP_PUBLIC_URL", "http://127.0.0.1:8000"),
        live_url=os.environ.get("GASLOOP_LIVE_URL", ""),
        pool_size=int(os.environ.get("GASLOOP_DB_POOL", "8")),
        demo=os.environ.get("GASLOOP_DEMO") == "1",
        fill=os.environ.get("GASLOOP_DEMO_FILL", "1") != "0",
        tls=os.environ.get("GASLOOP_TLS") == "1",
        secret_key=_secret_key(data_dir),
    )


def _secret_key(data_dir: Path) -> str:
    stored = data_dir / "keys" / "secret-key"
    if stored.is_file():
        return stored.read_text(encoding="utf-8").strip()
    return os.environ.get("GASLOOP_SECRET_KEY", "")

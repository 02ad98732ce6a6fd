"""The stand-in under torture: engines and supervisor are real, the application is not."""

from pathlib import Path

from tests.torture.api import VisitApi
from tests.torture.town import Town


def town(place: Path, port: int, devices: tuple[int, int] | None = None, intake: str = "", gateway: str = "") -> Town:
    """A house of straw on `port`; with `devices`, real gateways (or the module `gateway`) on those two ports, and the
    module `intake` at work."""
    command = ["-m", "tests.torture.standin", "up", str(place / "data"), str(port)]
    if devices:
        command += ["--jt808-port", str(devices[0]), "--gb26875-port", str(devices[1])]
    if intake:
        command += ["--worker", intake]
    if gateway:
        command += ["--gateway", gateway]
    return Town(command, place / "data", f"http://127.0.0.1:{port}", place / "up.log")


def api(of: Town) -> VisitApi:
    """Any JSON with an id is a visit there."""
    return VisitApi(of.origin, "", lambda identifier: {"id": identifier})


def verify(_town: Town, _api: VisitApi, _acknowledged: set[str]) -> dict[str, object]:
    """Straw finds no hazards and keeps no evidence."""
    return {"hazards_missing": 0, "evidence_ok": True}

"""The real house under torture: a demonstration town, the officer's token, one hose of one restaurant, the evidence."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
from PIL import Image

from gasloop.kernel import clock
from gasloop.project.runtime import running
from tests.torture.api import VisitApi
from tests.torture.town import Town

HOSE_TOO_LONG, HOSE_RIGHT = 2.6, 1.5
METRE = ("m", "米")
WITH_HAZARD = "0123"  # a visit whose id ends so measures 2.6 m: a quarter of all


class HouseApi(VisitApi):
    """The officer measures one hose again and again; what a visit says follows from its id alone."""

    hazards_path = "/api/v1/hazards"

    def __init__(self, origin: str, token: str) -> None:
        super().__init__(origin, token, self._visit)
        self._at = clock.system_time().isoformat()
        with self.client() as client:
            self._site, self._item = next(self._hoses(client))
            photo = client.post("/api/v1/attachments", files={"file": ("hose.png", _photo(), "image/png")})
            photo.raise_for_status()
            self._photo = str(photo.json()["sha256"])
        self.hazards_before = self.count_hazards()

    def _hoses(self, client: httpx.Client) -> Iterator[tuple[str, str]]:
        """Sites with an item that is measured in metres, as (site, item)."""
        for site in self.items("/api/v1/sites"):
            answer = client.get(f"/api/v1/sites/{site['id']}/checklist")
            answer.raise_for_status()
            for item in answer.json():
                if item["unit"] in METRE:
                    yield str(site["id"]), str(item["code"])

    def _visit(self, identifier: str) -> Mapping[str, object]:
        length = HOSE_TOO_LONG if finds_hazard(identifier) else HOSE_RIGHT
        return {
            "id": identifier,
            "site": self._site,
            "effective_at": self._at,
            "answers": [{"item": self._item, "value": length, "photos": [self._photo]}],
            "inspector": {"name": "officer", "reason": "torture"},
            "site_person": {"name": "owner", "reason": "torture"},
        }

    def count_hazards(self) -> int:
        """How many hazards there are at the site that is visited; the town's own go on growing at the others."""
        return sum(1 for hazard in self.items(self.hazards_path) if hazard["site"] == self._site)


def finds_hazard(identifier: str) -> bool:
    """Does the visit of this id find the hose too long?"""
    return identifier[-1] in WITH_HAZARD


def town(place: Path, port: int) -> Town:
    """`gasloop up --demo` on a fresh directory; what it counts must not grow by itself."""
    os.environ["GASLOOP_DEMO_FILL"] = "0"
    command = ["-m", "gasloop", "up", "--demo", "--port", str(port), "--data-dir", str(place / "data")]
    return Town(command, place / "data", f"http://127.0.0.1:{port}", place / "up.log")


def api(of: Town) -> HouseApi:
    """With a fresh token of the demonstration's officer."""
    made = command(of, "token", "create", "officer", "--json")
    assert made.returncode == 0, made.stderr
    return HouseApi(of.origin, str(json.loads(made.stdout)["token"]))


def verify(of: Town, through: VisitApi, acknowledged: set[str]) -> dict[str, object]:
    """One hazard for every visit that measured too much, neither more nor less; and `evidence verify` over it all."""
    assert isinstance(through, HouseApi)
    expected = sum(1 for identifier in acknowledged if finds_hazard(identifier))
    found = through.count_hazards() - through.hazards_before
    ran = command(of, "evidence", "verify", "--json")
    report = json.loads(ran.stdout) if ran.stdout.strip() else {"stderr": ran.stderr[-2000:]}
    return {
        "hazards": found,
        "hazards_missing": expected - found,
        "evidence_ok": ran.returncode == 0,
        "evidence": report,
    }


def command(of: Town, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A `gasloop` command beside the running town."""
    env = {**os.environ, **running.environment(of.path)}
    words = [sys.executable, "-m", "gasloop", *arguments]
    return subprocess.run(words, env=env, capture_output=True, text=True, timeout=600, check=False)


def _photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), "gray").save(made, "PNG")
    return made.getvalue()

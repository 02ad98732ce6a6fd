"""The real house under torture: a demonstration town, the officer's token, a restaurant, and its evidence."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from gasloop.kernel import clock
from gasloop.project.runtime import running
from tests.torture.api import VisitApi
from tests.torture.town import Town


def town(place: Path, port: int) -> Town:
    """`gasloop up --demo` on a fresh directory."""
    command = ["-m", "gasloop", "up", "--demo", "--port", str(port), "--data-dir", str(place / "data")]
    return Town(command, place / "data", f"http://127.0.0.1:{port}", place / "up.log")


def command(of: Town, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A `gasloop` command beside the running town."""
    env = {**os.environ, **running.environment(of.path), "GASLOOP_DATA_DIR": str(of.path)}
    words = [sys.executable, "-m", "gasloop", *arguments]
    return subprocess.run(words, env=env, capture_output=True, text=True, timeout=600, check=False)


def api(of: Town) -> VisitApi:
    """The officer writes ordinary visits to one restaurant."""
    made = command(of, "token", "create", "officer", "--json")
    assert made.returncode == 0, made.stderr
    token = str(json.loads(made.stdout)["token"])
    site = _a_site(of, token)

    def body(identifier: str) -> Mapping[str, object]:
        now = clock.system_time().isoformat()
        return {"id": identifier, "site": site, "effective_at": now, "answers": []}

    return VisitApi(of.origin, token, body)


def _a_site(of: Town, token: str) -> str:
    api = VisitApi(of.origin, token, lambda _: {})
    with api.client() as client:
        answer = client.get("/api/v1/sites")
        answer.raise_for_status()
        return str(answer.json()["items"][0]["id"])


def verify(of: Town) -> dict[str, object]:
    """`evidence verify` over everything that was written."""
    ran = command(of, "evidence", "verify", "--json")
    report = json.loads(ran.stdout) if ran.stdout.strip() else {"stderr": ran.stderr[-2000:]}
    return {"evidence_ok": ran.returncode == 0, "evidence": report}

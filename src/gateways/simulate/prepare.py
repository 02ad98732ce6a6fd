"""`gasloop simulate prepare`: registers the simulated devices in a running town, through its API and a person's token.

Passwords and signing keys are shown once by the register: they go into a file of the caller's (0600).
"""

import argparse
import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gateways.simulate.household import Household
from gateways.simulate.load import VERSIONS
from gateways.simulate.payload import http_key, mqtt_key
from gateways.simulate.truck import Truck

LOT = 1000
Row = dict[str, str]


def rows(
    territory: str, *, trucks: int = 0, transmitters: int = 0, detectors: int = 0, webhooks: int = 0
) -> Iterator[Row]:
    """The devices as the register's API takes them. All of them are invented: 示例."""
    for number in range(1, trucks + 1):
        truck = Truck(0, number, VERSIONS[number % len(VERSIONS)])
        key = truck.phone.lstrip("0")
        yield _row(territory, "terminal", "jt808", key, f"示例车载终端{number}") | {"plate": truck.plate}
    for number in range(1, transmitters + 1):
        household = Household(0, number)
        row = _row(territory, "transmission", "gb26875", f"{household.address:012x}", f"示例传输装置{number}")
        yield row | {"profile": household.profile.name}
    for number in range(1, detectors + 1):
        yield _row(territory, "detector", "mqtt", mqtt_key(number), f"示例探测器{number}")
    for number in range(1, webhooks + 1):
        yield _row(territory, "detector", "http", http_key(number), f"示例推送探测器{number}")


def _row(territory: str, kind: str, protocol: str, key: str, name: str) -> Row:
    return {"name": name, "kind": kind, "protocol": protocol, "key": key, "territory": territory}


class Town:
    """A running town's API."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/")
        self._token = token

    def ask(self, path: str, body: object = None) -> Any:
        """The answer's JSON. OSError (an HTTPError with the town's own words) when it is none."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self._url}/api/v1{path}", data, headers)  # noqa: S310 - the caller's own town
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - as above
            return json.loads(answer.read())

    def keys(self) -> set[tuple[str, str]]:
        """Protocol and key of the devices in use that the token's person sees."""
        found: set[tuple[str, str]] = set()
        cursor = ""
        while True:
            page = self.ask(f"/devices?limit=200{f'&cursor={cursor}' if cursor else ''}")
            found |= {(each["protocol"], each["key"]) for each in page["items"] if each["state"] == "in_use"}
            if not page["next"]:
                return found
            cursor = page["next"]

    def register(self, wanted: Sequence[Row]) -> dict[str, str]:
        """Register those that are not there yet; the credentials by key."""
        known = self.keys()
        missing = [row for row in wanted if (row["protocol"], row["key"]) not in known]
        secrets: dict[str, str] = {}
        for start in range(0, len(missing), LOT):
            for made in self.ask("/devices/import", {"rows": missing[start : start + LOT]}):
                if made["credential"]:
                    secrets[made["device"]["key"]] = made["credential"]
        return secrets


def run(arguments: Sequence[str]) -> int:
    """Exit code 0 when all are registered, 1 when the town refused."""
    parser = argparse.ArgumentParser(prog="gasloop simulate prepare", description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="the town")
    parser.add_argument("--token", default=os.environ.get("GASLOOP_TOKEN", ""), help="of `gasloop token create clerk`")
    parser.add_argument("--territory", required=True, help="path of the village or town where the devices lie")
    parser.add_argument("--trucks", type=int, default=5)
    parser.add_argument("--devices", type=int, default=10, help="as of `gasloop simulate`")
    parser.add_argument("--webhooks", type=int, default=2)
    parser.add_argument("--credentials", type=Path, required=True, help="file for passwords and signing keys")
    given = parser.parse_args(arguments)
    transmitters = -(-given.devices // 2)
    wanted = list(
        rows(
            given.territory,
            trucks=given.trucks,
            transmitters=transmitters,
            detectors=given.devices,
            webhooks=given.webhooks,
        )
    )
    try:
        secrets = Town(given.url, given.token).register(wanted)
    except urllib.error.HTTPError as refused:
        sys.stderr.write(f"{refused.code}: {refused.read().decode(errors='replace')[:500]}\n")
        return 1
    except OSError as away:
        sys.stderr.write(f"{given.url}: {away}\n")
        return 1
    write_secrets(given.credentials, secrets)
    sys.stdout.write(f"{len(wanted)} devices, {len(secrets)} new credentials in {given.credentials}\n")
    return 0


def write_secrets(file: Path, secrets: dict[str, str]) -> None:
    """Beside those that stand in the file already; nobody else may read it."""
    known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    file.touch(mode=0o600)
    file.write_text(json.dumps(known | secrets, indent=1))

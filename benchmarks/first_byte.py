"""First byte of the four pages (worklist, plan, hazard, list), one reader after the other; the limit is `/healthz`."""

import argparse
import os
import re
import time

import httpx
from tests.browser.running import Town

from benchmarks.measuring import last_line, percentile, town

GOAL_MS = 100.0


def signed_in(there: Town, name: str) -> httpx.Client:
    """A browser's session, by the sign-in form."""
    client = httpx.Client(base_url=there.url, trust_env=False, follow_redirects=True)
    form = client.get("/sign-in/").text
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert found is not None
    data = {"csrfmiddlewaretoken": found[1], "username": name, "password": there.passwords[name], "next": "/"}
    answer = client.post("/sign-in/", data=data, headers={"Referer": f"{there.url}/sign-in/"})
    assert answer.url.path == "/", answer.url
    return client


def first_byte(client: httpx.Client, address: str, times: int) -> list[float]:
    """Milliseconds until the first byte of the body, `times` times."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        with client.stream("GET", address) as answer:
            assert answer.status_code == 200, address
            next(answer.iter_raw(), b"")
            found.append((time.perf_counter() - began) * 1000)
    return found


def main() -> None:
    """Measure on a running town."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1)
    times = int(100 * parser.parse_args().scale)
    with town() as there:
        client = signed_in(there, "officer")
        hazard = re.search(r'href="(/hazards/[0-9a-f-]{36}/)', client.get("/hazards/").text)
        clause = re.search(r'href="(/plan/[0-9a-f-]{36}/[^"]+)"', client.get("/plan/").text)
        assert hazard is not None
        assert clause is not None
        pages = {"worklist": "/", "plan": clause[1], "hazard": hazard[1], "list": "/hazards/"}
        for address in pages.values():
            first_byte(client, address, 5)
        measured = {name: first_byte(client, address, times) for name, address in pages.items()}
        limit = first_byte(client, "/healthz", times)
    p95 = {name: round(percentile(values, 0.95), 1) for name, values in measured.items()}
    for name, values in measured.items():
        print(f"  {name:9} p50 {percentile(values, 0.5):6.1f} ms   p95 {p95[name]:6.1f} ms")
    worst, least = max(p95.values()), percentile(limit, 0.95)
    last_line(
        name="first_byte",
        ours=worst,
        limit=round(least, 1),
        rival=None,
        ratio=round(worst / least, 1),
        unit="ms (p95 of the slowest of four pages)",
        goal=GOAL_MS,
        met=worst <= GOAL_MS,
        p95_ms=p95,
        limit_is="/healthz of the same server: no session, no database",
        load=f"{times} requests a page, one reader, load average {os.getloadavg()[0]:.1f}",
    )


if __name__ == "__main__":
    main()

"""Visits by API over 8 connections: how many a second, how long, and what a visit costs each part in CPU.

The limit is the same token asking the cheapest authenticated thing there is (one site by id) over the same connections;
it shows how much of a visit is not HTTP, sign-in and scope.
"""

import argparse
import os
import threading
import time
from collections.abc import Callable

import httpx

from benchmarks.measuring import cpu_by_part, last_line, percentile, token, town
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id

CONNECTIONS = 8
GOAL = 120.0
WARM_UP = 40


def drive(url: str, secret: str, each: Callable[[httpx.Client], None], total: int) -> tuple[float, list[float]]:
    """Call `each` `total` times over 8 connections; (seconds, latencies in ms)."""
    latencies: list[float] = []
    lock, left = threading.Lock(), [total]

    def work() -> None:
        with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {secret}"}, trust_env=False) as client:
            while True:
                with lock:
                    if left[0] <= 0:
                        return
                    left[0] -= 1
                began = time.perf_counter()
                each(client)
                with lock:
                    latencies.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, latencies


def main() -> None:
    """Measure on a running town; three rounds, the median counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1)
    total = int(400 * parser.parse_args().scale)
    with town() as there:
        secret = token(there, "officer")
        with httpx.Client(base_url=there.url, headers={"Authorization": f"Bearer {secret}"}, trust_env=False) as client:
            site = next(s for s in client.get("/api/v1/sites").json()["items"] if s["kind"] == "restaurant")

        def visit(client: httpx.Client) -> None:
            body = {
                "id": str(new_id()),
                "site": site["id"],
                "effective_at": clock.now().isoformat(),
                "answers": [{"item": "HOSE-LENGTH", "value": 1.5}],
                "inspector": {"name": "officer", "reason": "benchmark"},
                "site_person": {"name": "owner", "reason": "benchmark"},
            }
            client.post("/api/v1/visits", json=body).raise_for_status()

        def look(client: httpx.Client) -> None:
            client.get(f"/api/v1/sites/{site['id']}").raise_for_status()

        drive(there.url, secret, visit, WARM_UP)
        before = cpu_by_part(there)
        rounds = [drive(there.url, secret, visit, total) for _ in range(3)]
        after = cpu_by_part(there)
        limit, _ = drive(there.url, secret, look, total)

    seconds, latencies = sorted(rounds)[1]
    cost = {part: round((after[part] - before[part]) * 1000 / (3 * total), 2) for part in after}
    print(f"{total} visits over {CONNECTIONS} connections, three rounds")
    middle, slow = percentile(latencies, 0.5), percentile(latencies, 0.99)
    print(f"  {total / seconds:.0f} visits/s, p50 {middle:.0f} ms, p99 {slow:.0f} ms")
    print(f"  CPU ms per visit by part: {cost}")
    last_line(
        name="visits",
        ours=round(total / seconds, 1),
        limit=round(total / limit, 1),
        rival=None,
        ratio=round(limit / seconds, 3),
        unit="visits/s",
        goal=GOAL,
        met=total / seconds >= GOAL,
        p99_ms=round(slow, 1),
        cpu_ms=cost,
        limit_is="GET of one site by the same token over the same connections",
        load=f"{total} visits x3, {CONNECTIONS} connections, client here too, load average {os.getloadavg()[0]:.1f}",
    )


if __name__ == "__main__":
    main()

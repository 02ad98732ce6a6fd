"""Visits by API over 8 connections: how many a second, how long, and what a visit costs each part in CPU.

The limit is the same token asking the cheapest authenticated thing there is (one site by id) over the same
connections; it shows how much of a visit is not HTTP, sign-in and scope. Printed beside it: visits that find something
(a hazard, its duty, three entries, two events), and visits with three photographs of 200 kB each, every one another
JPEG, against eight threads that write the same bytes to files of their own and sync each file and its directory.
"""

import argparse
import io
import itertools
import os
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
import numpy
from PIL import Image
from tests.browser.running import Town

from benchmarks.measuring import cpu_by_part, last_line, percentile, token, town
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id

CONNECTIONS = 8
GOAL, GOAL_MS = 120.0, 150.0
WARM_UP = 40
PHOTOS = 3
FINE, TOO_LONG = 1.5, 3.0  # metres of hose: the rule allows two


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


def photographs(count: int) -> list[bytes]:
    """`count` different JPEG pictures of about 200 kB: noise, and in each a comment of its own (ITU-T T.81, B.2.4)."""
    noise = numpy.random.default_rng(5).integers(0, 255, (440, 640, 3), dtype=numpy.uint8)
    drawn = io.BytesIO()
    Image.fromarray(noise).save(drawn, "JPEG", quality=82)
    picture = drawn.getvalue()
    made = []
    for _ in range(count):
        comment = new_id().bytes
        made.append(picture[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + picture[2:])
    return made


def written_plainly(pictures: list[bytes]) -> float:
    """Seconds that eight threads need to write and sync the pictures, on the file system where the town's lie."""
    with tempfile.TemporaryDirectory(prefix="gasloop-plain-") as place:
        numbers = itertools.count()

        def work() -> None:
            while (at := next(numbers)) < len(pictures):
                path = Path(place, f"{at:05}.jpg")
                with path.open("wb") as file:
                    file.write(pictures[at])
                    file.flush()
                    os.fsync(file.fileno())
                directory = os.open(place, os.O_RDONLY)
                os.fsync(directory)
                os.close(directory)

        began = time.perf_counter()
        threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.perf_counter() - began


class Inspector:
    """Who visits one restaurant again and again."""

    def __init__(self, url: str, secret: str) -> None:
        with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {secret}"}, trust_env=False) as client:
            sites = client.get("/api/v1/sites").json()["items"]
        self.site = str(next(site["id"] for site in sites if site["kind"] == "restaurant"))
        self.pictures: list[bytes] = []

    def visit(self, client: httpx.Client, hose: float = FINE, photos: list[str] | None = None) -> None:
        body = {
            "id": str(new_id()),
            "site": self.site,
            "effective_at": clock.now().isoformat(),
            "answers": [{"item": "HOSE-LENGTH", "value": hose}],
            "inspector": {"name": "officer", "reason": "benchmark"},
            "site_person": {"name": "owner", "reason": "benchmark"},
            "photos": photos or [],
        }
        client.post("/api/v1/visits", json=body).raise_for_status()

    def find(self, client: httpx.Client) -> None:
        self.visit(client, TOO_LONG)

    def photograph(self, client: httpx.Client) -> None:
        """Three uploads, then the visit that names them."""
        digests = []
        for _ in range(PHOTOS):
            file = {"file": ("photo.jpg", self.pictures.pop(), "image/jpeg")}
            stored = client.post("/api/v1/attachments", files=file).raise_for_status().json()
            digests.append(stored["sha256"])
        self.visit(client, photos=digests)

    def look(self, client: httpx.Client) -> None:
        client.get(f"/api/v1/sites/{self.site}").raise_for_status()


Round = tuple[float, list[float]]


def rounds(of: Town, work: Callable[[], Round], calls: int) -> tuple[Round, Mapping[str, float]]:
    """The median of three rounds of `calls`, and the CPU ms that each part spent on one."""
    before = cpu_by_part(of)
    found = [work() for _ in range(3)]
    after = cpu_by_part(of)
    return sorted(found)[1], {part: round((after[part] - before[part]) * 1000 / (3 * calls), 2) for part in after}


def said(what: str, calls: int, measured: Round, cost: Mapping[str, float]) -> None:
    """One kind of call in a line."""
    seconds, latencies = measured
    middle, slow = percentile(latencies, 0.5), percentile(latencies, 0.99)
    print(f"  {what}: {calls / seconds:.0f}/s, p50 {middle:.0f} ms, p99 {slow:.0f} ms; CPU ms by part {cost}")


def main() -> None:
    """Measure on a running town; three rounds each, the median counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1)
    total = int(400 * parser.parse_args().scale)
    few = max(CONNECTIONS, total // 5)
    with town() as there:
        secret = token(there, "officer")
        inspector = Inspector(there.url, secret)
        drive(there.url, secret, inspector.visit, WARM_UP)
        plain, cost = rounds(there, lambda: drive(there.url, secret, inspector.visit, total), total)
        found, found_cost = rounds(there, lambda: drive(there.url, secret, inspector.find, few), few)
        looked, look_cost = rounds(there, lambda: drive(there.url, secret, inspector.look, total), total)
        pictures = photographs(3 * few * PHOTOS)
        inspector.pictures = list(pictures)
        shown, shown_cost = rounds(there, lambda: drive(there.url, secret, inspector.photograph, few), few)
    written = sorted(written_plainly(pictures[at::3]) for at in range(3))[1]

    print(f"{CONNECTIONS} connections, three rounds, the median")
    said(f"visits ({total})", total, plain, cost)
    said(f"visits that find a hazard ({few})", few, found, found_cost)
    said(f"limit, one site read ({total})", total, looked, look_cost)
    said(f"visits with {PHOTOS} photos of {len(pictures[0]) / 1000:.0f} kB ({few})", few, shown, shown_cost)
    print(f"  the same bytes plainly written and synced: {few / written:.0f}/s, ratio {written / shown[0]:.3f}")
    slow = percentile(plain[1], 0.99)
    last_line(
        name="visits",
        ours=round(total / plain[0], 1),
        limit=round(total / looked[0], 1),
        rival=None,
        ratio=round(looked[0] / plain[0], 3),
        unit="visits/s",
        goal=GOAL,
        met=total / plain[0] >= GOAL and slow < GOAL_MS,
        p99_ms=round(slow, 1),
        cpu_ms=cost,
        limit_is="GET of one site by the same token over the same connections",
        finding={
            "ours": round(few / found[0], 1),
            "p99_ms": round(percentile(found[1], 0.99), 1),
            "cpu_ms": found_cost,
        },
        photos={
            "ours": round(few / shown[0], 1),
            "rival": round(few / written, 1),
            "ratio": round(written / shown[0], 3),
            "rival_is": f"{CONNECTIONS} threads that write and fsync the same files and their directory",
            "cpu_ms": shown_cost,
        },
        load=f"{total} visits x3, {CONNECTIONS} connections, client here too, load average {os.getloadavg()[0]:.1f}",
    )


if __name__ == "__main__":
    main()

"""The list of a million hazards: first, filtered, searched, sorted, continued page, 8 clients, against Django admin.

The admin runs on the same granian (same workers and threads) over the same PostgreSQL with the same columns, joins and
page size; it has no sign-in, no scope, no translation to do. Its searches go without an index, as `search_fields` does.
"""

import argparse
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import quote

import httpx
from tests.browser.running import Town, free_port

from benchmarks.first_byte import signed_in
from benchmarks.furnishing import enter, many_hazards
from benchmarks.measuring import cpu_by_part, last_line, percentile, town
from gasloop.project.runtime.running import environment

CLIENTS = 8
GOAL_MS, GOAL_RATIO = 150.0, 10.0
SOUGHT = quote("报警器失效")
Pages = Mapping[str, str]
Times = dict[str, list[float]]


def our_pages(client: httpx.Client) -> Pages:
    """The five pages of ours."""
    first = "/hazards/"
    found = re.findall(r'href="(\?[^"]*after=[^"]+)"', client.get(first).text)
    assert found, "no page to continue with"
    return {
        "first": first,
        "filtered": f"{first}?state=ordered",
        "searched": f"{first}?q={SOUGHT}",
        "sorted": f"{first}?sort=due_at",
        "continued": first + found[0].replace("&amp;", "&"),
    }


def admin_pages(site: str) -> Pages:
    """The same five of the admin's: due_at is the sixth column, a continued page its second."""
    first = f"/{site}/hazard/hazard/"
    return {
        "first": first,
        "filtered": f"{first}?state__exact=ordered",
        "searched": f"{first}?q={SOUGHT}",
        "sorted": f"{first}?o=6",
        "continued": f"{first}?p=2",
    }


def drive(url: str, cookies: httpx.Cookies, pages: Pages, seconds: float) -> tuple[float, Times]:
    """Ask for the pages in turn from 8 clients; (pages a second, milliseconds by page)."""
    times: Times = {name: [] for name in pages}
    lock, until = threading.Lock(), time.perf_counter() + seconds

    def work(start: int) -> None:
        with httpx.Client(base_url=url, cookies=cookies, trust_env=False, timeout=600) as client:
            names = list(pages)
            turn = start
            while time.perf_counter() < until:
                name = names[turn % len(names)]
                turn += 1
                began = time.perf_counter()
                client.get(pages[name]).raise_for_status()
                with lock:
                    times[name].append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(map(len, times.values())) / (time.perf_counter() - began), times


@contextmanager
def admin(there: Town) -> Iterator[str]:
    """The rival, served as ours is."""
    port = free_port()
    surroundings = {**os.environ, **environment(there.path), "GASLOOP_ADMIN_RIVAL": "1"}
    surroundings.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2"]
    command += ["--blocking-threads", "4", "--backpressure", "64", "--no-ws", "benchmarks.admin_site:application"]
    process = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                if httpx.get(f"{url}/counted/", trust_env=False).status_code < 500:
                    break
            except httpx.TransportError:
                time.sleep(0.3)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def main() -> None:
    """Three rounds of ours, one of each rival (its pages take seconds)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1)
    scale = parser.parse_args().scale
    count, seconds = int(1_000_000 * scale), max(6.0, 20.0 * min(scale, 1))
    with town() as there:
        enter(there)
        many_hazards(count)
        client = signed_in(there, "clerk")
        pages = our_pages(client)
        drive(there.url, client.cookies, pages, 3)
        before = cpu_by_part(there)
        rounds = sorted((drive(there.url, client.cookies, pages, seconds) for _ in range(3)), key=lambda r: r[0])
        rate, times = rounds[1]
        asked = sum(len(each) for _, found in rounds for each in found.values())
        after = cpu_by_part(there)
        cpu = {part: round((after[part] - before[part]) / asked * 1000, 1) for part in ("web", "postgres")}
        with admin(there) as url:
            rivals = {}
            for site in ("counted", "uncounted"):
                rivals[site] = drive(url, httpx.Cookies(), admin_pages(site), seconds)
    p95 = {name: round(percentile(values, 0.95), 1) for name, values in times.items()}
    for who, (each, found) in {"ours": (rate, times), **rivals}.items():
        slow = {name: round(percentile(v, 0.95)) if v else None for name, v in found.items()}
        print(f"  {who:10} {each:7.2f} pages/s   p95 ms {slow}")
    best = max(each for each, _ in rivals.values())
    last_line(
        name="lists",
        ours=round(rate, 1),
        limit=None,
        rival={f"django admin, {site}": round(each, 2) for site, (each, _) in rivals.items()},
        ratio=round(rate / best, 1),
        unit="pages/s, five pages in turn",
        goal={"ratio": GOAL_RATIO, "p95_ms": GOAL_MS},
        met=rate / best >= GOAL_RATIO and max(p95.values()) <= GOAL_MS,
        p95_ms=p95,
        cpu_ms_a_page=cpu,
        load=f"{count} hazards, {CLIENTS} clients here too, load average {os.getloadavg()[0]:.1f}",
    )


if __name__ == "__main__":
    main()

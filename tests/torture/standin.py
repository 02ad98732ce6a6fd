"""A house of straw: `gasloop up` with real engines and supervisor, but a 60-line application in place of ours.

It lets the runtime and the harness be tortured before, and apart from, the real pages. `python -m tests.torture.standin
up …` runs it; granian loads `web` and `live`.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import psycopg

from gasloop.bus.reaching import answers
from gasloop.project.runtime.child import die_with_parent
from gasloop.project.runtime.devices import DeviceDoors
from gasloop.project.runtime.services import Programs
from gasloop.project.runtime.up import Options, run_up

Receive = Callable[[], Awaitable[dict[str, object]]]
Send = Callable[[dict[str, object]], Awaitable[None]]
StartResponse = Callable[[str, list[tuple[str, str]]], object]
TABLE = "create table if not exists visits (id uuid primary key, body jsonb not null, at timestamptz default now())"
INSERT = "insert into visits (id, body) values (%s, %s) on conflict (id) do nothing returning id"
PAGE = 500


def web() -> Callable[[dict[str, object], StartResponse], Iterable[bytes]]:
    """The stand-in's pages: /readyz and /api/v1/visits, one database connection per request."""
    die_with_parent(os.getppid(), 15)

    def application(environ: dict[str, object], start: StartResponse) -> Iterable[bytes]:
        try:
            status, body = _answer(environ)
        except psycopg.OperationalError as problem:
            status, body = "503 Service Unavailable", {"error": type(problem).__name__}
        start(status, [("Content-Type", "application/json")])
        return [json.dumps(body).encode()]

    return application


def _answer(environ: dict[str, object]) -> tuple[str, object]:
    path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
    with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=3) as database:
        if path == "/readyz":
            up = answers(os.environ["NATS_URL"])
            return ("200 OK" if up else "503 Service Unavailable"), {"postgres": "up", "nats": "up" if up else "down"}
        if path == "/pid":
            return "200 OK", {"pid": os.getpid()}
        if method == "POST":
            body = environ["wsgi.input"].read()  # type: ignore[attr-defined]
            visit = json.loads(body)
            new = database.execute(INSERT, [visit["id"], json.dumps(visit)]).fetchone()
            database.commit()
            return ("201 Created" if new else "200 OK"), {"id": visit["id"]}
        cursor = str(environ.get("QUERY_STRING", "")).partition("cursor=")[2] or "ffffffff-ffff-ffff-ffff-ffffffffffff"
        rows = database.execute(
            "select id from visits where id < %s order by id desc limit %s", [cursor, PAGE]
        ).fetchall()
        items = [{"id": str(row[0])} for row in rows]
        return "200 OK", {"items": items, "next": items[-1]["id"] if len(items) == PAGE else None}


def live() -> Callable[[dict[str, object], Receive, Send], Awaitable[None]]:
    """The stand-in's streams: each says something twice a second and never ends by itself."""
    die_with_parent(os.getppid(), 15)

    async def application(_scope: dict[str, object], _receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        while True:
            await send({"type": "http.response.body", "body": b"data: here\n\n", "more_body": True})
            await asyncio.sleep(0.5)

    return application


def migrate() -> None:
    """The stand-in's schema."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as database:
        database.execute(TABLE)


def work() -> None:
    """A worker that only lives."""
    while True:
        time.sleep(3600)


PROGRAMS = Programs(
    prepare=("-m", "tests.torture.standin", "migrate"),
    worker=("-m", "tests.torture.standin", "work"),
    gateway=(),
    intake=(),
    modbus=(),
    web="tests.torture.standin:web",
    live="tests.torture.standin:live",
)


def main(arguments: list[str]) -> int:
    """`up DIR PORT [--demo] [--tls auto] [--host HOST]`, or one of the programs."""
    match arguments:
        case ["migrate"]:
            migrate()
        case ["work"]:
            work()
        case ["up", directory, port, *rest]:
            named = dict(pairwise(rest))
            jt808 = int(named.get("--jt808-port", "0"))
            programs = replace(PROGRAMS, gateway=Programs().gateway) if jt808 else PROGRAMS
            if "--gateway" in named:
                programs = replace(programs, gateway=("-m", named["--gateway"]))
            if "--worker" in named:
                programs = replace(programs, worker=("-m", named["--worker"]))
            return run_up(
                Options(
                    demo="--demo" in rest,
                    host=named.get("--host", "127.0.0.1"),
                    port=int(port),
                    data_dir=Path(directory),
                    tls=named.get("--tls", ""),
                    workers=int(named.get("--workers", "1")),
                    devices=DeviceDoors(jt808=jt808, gb26875=int(named.get("--gb26875-port", "0")), mqtt=0),
                    programs=programs,
                )
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""A running town: `gasloop up --demo` in a directory of its own, its sign-ins, its movable clock."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, StorageState, ViewportSize, sync_playwright

from gasloop.project import clockfile
from gasloop.project.runtime.running import environment

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
START_SECONDS = 180


@dataclass(frozen=True)
class Town:
    """Where it answers, where its data lies, who may sign in."""

    url: str
    path: Path
    passwords: dict[str, str]

    @classmethod
    def at(cls, url: str, path: Path) -> "Town":
        """The town that answers at `url` with its data in `path`."""
        lines = (path / "sign-ins.txt").read_text(encoding="utf-8").splitlines()
        return cls(url, path, {name: password for name, password, *_ in (line.split("\t") for line in lines)})

    def move_clock(self, days: int) -> None:
        """Days pass; what falls due by it happens within seconds."""
        clockfile.move(self.path, timedelta(days=days))

    def command(self, *arguments: str, module: str = "gasloop") -> subprocess.CompletedProcess[str]:
        """A `gasloop` command (or another module of ours) against the running town."""
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, **environment(self.path)},
            capture_output=True,
            text=True,
            check=False,
        )


def free_port() -> int:
    """A port that is free now, and the next one too (live streams)."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@contextmanager
def running_town(path: Path, *, fill: bool = False) -> Iterator[Town]:
    """`gasloop up --demo` until the block ends; only `fill` lets it grow to a whole town meanwhile."""
    port = free_port()
    surroundings = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "NATS_URL", "GASLOOP_DATA_DIR")}
    surroundings["GASLOOP_DEMO_FILL"] = "1" if fill else "0"
    log = (path.parent / "up.log").open("wb")
    command = [sys.executable, "-m", "gasloop", "up", "--demo", "--data-dir", str(path), "--port", str(port)]
    for door in ("jt808", "gb26875", "mqtt"):  # the usual ports may be another town's, beside this one
        command += [f"--{door}-port", str(free_port())]
    process = subprocess.Popen(
        command,
        env=surroundings,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(process, f"{url}/readyz", path.parent / "up.log")
        yield Town.at(url, path)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        log.close()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            if httpx.get(url, timeout=2, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"the town did not start:\n{log.read_text(errors='replace')[-4000:]}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def launched(playwright: Playwright, language: str = "zh-CN") -> Browser:
    """A browser whose own parts (date fields) speak `language`, as those in the offices do."""
    surroundings: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": language.replace("-", "_")}
    arguments = [*FLAGS, f"--lang={language}"]
    return playwright.chromium.launch(executable_path=CHROMIUM, args=arguments, env=surroundings)


def context(
    browser: Browser,
    *,
    language: str = "zh-CN",
    size: ViewportSize | None = None,
    state: StorageState | None = None,
) -> BrowserContext:
    """A fresh browser profile; with `state`, one in which somebody is signed in already."""
    made = browser.new_context(
        locale=language,
        viewport=size or DESK,
        timezone_id="Asia/Shanghai",
        accept_downloads=True,
        storage_state=state,
    )
    made.set_default_timeout(15_000)
    return made


def sign_in(page: Page, town: Town, name: str) -> None:
    """`name` signs in and stands on their first page: the worklist, or what an outsider has of their own."""
    page.goto(f"{town.url}/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", town.passwords[name])
    page.click(".form-foot button")
    page.wait_for_url(re.compile(rf"{re.escape(town.url)}/(own/|assist/)?$"))

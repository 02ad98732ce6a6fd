"""The addresses of a running `up`, for commands given in another terminal (`gasloop token create …`)."""

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path

from gasloop.project.runtime.datadir import DataDir
from gasloop.project.runtime.keys import write_private

FILE = "run/environment.json"


def publish(data: DataDir, places: Mapping[str, str]) -> None:
    """Write down what the children were given (0600: passwords are in it)."""
    write_private(data.path / FILE, json.dumps(places, ensure_ascii=False).encode())


def withdraw(data: DataDir) -> None:
    """After an orderly stop nobody is to believe that something runs."""
    (data.path / FILE).unlink(missing_ok=True)


def environment(data_dir: Path) -> dict[str, str]:
    """DATABASE_URL, NATS_URL, GASLOOP_… of the `up` running on this directory; empty when none does.

    After a `kill -9` of everything the last run's addresses stand here until the next `up`; nobody answers there.
    """
    with contextlib.suppress(FileNotFoundError, PermissionError, ValueError):
        found = json.loads((data_dir / FILE).read_text(encoding="utf-8"))
        return {str(name): str(value) for name, value in found.items()}
    return {}

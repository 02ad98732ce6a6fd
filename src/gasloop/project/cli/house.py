"""Opening the house for a command: Django is set up only for those that need it."""

import os
import sys
from pathlib import Path

import msgspec

from gasloop.kernel.actor import Actor, system
from gasloop.project.config import REPOSITORY
from gasloop.project.runtime.running import environment

VAR = REPOSITORY / "var"


def open_house() -> None:
    """Set Django up: with this process's own surroundings, else with those of the `up` that runs here."""
    if not os.environ.get("DATABASE_URL"):
        os.environ.update(_running_here())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gasloop.project.settings")
    import django

    django.setup()


def _running_here() -> dict[str, str]:
    """What the running `up` gave its children: in the directory named, else the real one, else the demonstration."""
    named = os.environ.get("GASLOOP_DATA_DIR")
    places = [Path(named)] if named else [VAR / "data", VAR / "demo"]
    return next((found for place in places if (found := environment(place))), {})


def operator() -> Actor:
    """Whoever has a shell on the machine acts as the system; the entry says it came from the command line."""
    who = system("命令行")
    return Actor(kind="system", id=who.id, name=who.name, via="cli")


def show(result: object, *, as_json: bool, text: str = "") -> None:
    """Print a result: JSON with `--json`, else the text."""
    sys.stdout.write((msgspec.json.encode(result).decode() if as_json else text) + "\n")

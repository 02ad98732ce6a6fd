"""Opening the house for a command: Django is set up only for those that need it."""

import os
import sys

import msgspec

from gasloop.kernel.actor import Actor, system


def open_house() -> None:
    """Set Django up with the surroundings of this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gasloop.project.settings")
    import django

    django.setup()


def operator() -> Actor:
    """Whoever has a shell on the machine acts as the system; the entry says it came from the command line."""
    who = system("命令行")
    return Actor(kind="system", id=who.id, name=who.name, via="cli")


def show(result: object, *, as_json: bool, text: str = "") -> None:
    """Print a result: JSON with `--json`, else the text."""
    sys.stdout.write((msgspec.json.encode(result).decode() if as_json else text) + "\n")

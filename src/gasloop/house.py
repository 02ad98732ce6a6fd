"""The floors of the house, top to bottom: a room imports only from rooms below it.

INSTALLED_APPS, the import contracts (`.importlinter`) and the plan in `docs/architecture.md` are made from this list.
Rooms on one line share a floor and do not import each other.
"""

import sys

FLOORS: tuple[tuple[str, ...], ...] = (
    ("project",),
    ("oversight",),
    ("sensing",),
    ("campaign", "selfcheck"),
    ("inspection",),
    ("referral",),
    ("hazard",),
    ("plan",),
    ("rulebook",),
    ("atlas",),
    ("registry",),
    ("shell",),
    ("access",),
    ("evidence",),
    ("relay",),
    ("bus",),
    ("kernel",),
)

ROOMS_WITHOUT_DJANGO = ("bus", "kernel")


def rooms() -> tuple[str, ...]:
    """Every room, top floor first."""
    return tuple(room for floor in FLOORS for room in floor)


def django_apps() -> tuple[str, ...]:
    """The rooms that are Django apps, top floor first (an upper room's templates win)."""
    return tuple(f"gasloop.{room}" for room in rooms() if room not in ROOMS_WITHOUT_DJANGO)


def import_contracts() -> str:
    """The import-linter configuration that holds the floors."""
    layers = "\n".join("    " + " | ".join(f"gasloop.{room}" for room in floor) for floor in FLOORS)
    return f"""# Made by `python -m gasloop.house` from the floors; do not edit by hand.
[importlinter]
root_packages =
    gasloop
    gateways
include_external_packages = True

[importlinter:contract:floors]
name = A room imports only from rooms below it
type = layers
layers =
{layers}

[importlinter:contract:ground]
name = The ground floor knows no Django
type = forbidden
source_modules =
    gasloop.kernel
    gasloop.bus
    gasloop.plan.compiler
forbidden_modules =
    django

[importlinter:contract:gateways]
name = Gateways know kernel and bus only
type = forbidden
source_modules =
    gateways
forbidden_modules =
    django
{chr(10).join(f"    gasloop.{room}" for room in rooms() if room not in ROOMS_WITHOUT_DJANGO)}
"""


if __name__ == "__main__":
    sys.stdout.write(import_contracts())

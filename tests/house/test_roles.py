"""Which role has which capability, pinned: what widens is a line in a review. `GASLOOP_PIN_MATRIX=1` rewrites it."""

import json
import os
from pathlib import Path

from django.utils.module_loading import autodiscover_modules

from gasloop.access.capabilities import Capability, capabilities
from gasloop.access.roles import Role

FILE = Path(__file__).with_name("roles.json")


def declared() -> tuple[Capability, ...]:
    autodiscover_modules("permissions")
    return capabilities()


def test_roles_have_the_capabilities_that_were_agreed() -> None:
    table = {item.name: sorted(str(role) for role in item.roles) for item in declared()}
    if os.environ.get("GASLOOP_PIN_MATRIX") == "1":
        lines = ",\n".join(f'  "{name}": {json.dumps(table[name])}' for name in sorted(table))
        FILE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    assert table == json.loads(FILE.read_text(encoding="utf-8"))


# What an administrator may besides: law is for everybody to read.
ADMIN_BESIDES = {"rulebook.view"}


def test_an_administrator_runs_accounts_and_nothing_else() -> None:
    given = {item.name for item in declared() if Role.ADMIN in item.roles and not item.name.startswith("access.")}
    assert given - ADMIN_BESIDES == set()


def test_an_auditor_reads_and_writes_nothing() -> None:
    writes = [item.name for item in declared() if Role.AUDITOR in item.roles and not _reads(item.name)]
    assert writes == []


def _reads(name: str) -> bool:
    return name.rpartition(".")[2] in {"read", "view", "see", "verify", "export"}

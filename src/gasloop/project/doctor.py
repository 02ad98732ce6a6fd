"""`gasloop check`: are engines, schema, keys, files and pages in order? One sentence each, and what to do."""

import os
import shutil

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gasloop.project.health import engine_states

LEAST_FREE = 1 << 30
NO_SECRETS = ("evidence-head.json",)  # the last seal, remembered outside the database
Examined = dict[str, str | bool]


def examine() -> list[Examined]:
    """Every examination with its outcome."""
    return [*_engines(), _schema(), _keys(), _space(), _pages(), _django()]


def _engines() -> list[Examined]:
    return [{"what": engine, "ok": state == "up", "says": state} for engine, state in engine_states().items()]


def _schema() -> Examined:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception as error:  # noqa: BLE001 - the doctor reports whatever it meets
        return {"what": "schema", "ok": False, "says": f"{type(error).__name__}: {error}"}
    says = "in step" if not waiting else f"{len(waiting)} migrations wait: run `gasloop migrate`"
    return {"what": "schema", "ok": not waiting, "says": says}


def _keys() -> Examined:
    place = settings.CONFIG.keys_dir
    secrets = [path for path in place.glob("*") if path.name not in NO_SECRETS]
    open_to_others = [path.name for path in secrets if path.stat().st_mode & 0o077]
    if not place.is_dir():
        return {"what": "keys", "ok": False, "says": f"{place} is missing: start with `gasloop up`"}
    says = "private" if not open_to_others else f"readable by others: {', '.join(open_to_others)}"
    return {"what": "keys", "ok": not open_to_others, "says": says}


def _space() -> Examined:
    free = shutil.disk_usage(settings.CONFIG.data_dir if settings.CONFIG.data_dir.is_dir() else os.curdir).free
    return {"what": "disk", "ok": free >= LEAST_FREE, "says": f"{free // (1 << 20)} MiB free"}


def _pages() -> Examined:
    manifest = settings.FRONTEND_MANIFEST
    says = "built" if manifest.is_file() else "not built: run `make install`"
    return {"what": "frontend", "ok": manifest.is_file(), "says": says}


def _django() -> Examined:
    problems = run_checks()
    return {"what": "settings", "ok": not problems, "says": "; ".join(map(str, problems)) or "in order"}

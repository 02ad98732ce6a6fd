"""`python -m tests.other_database`: the room and house tiers on a PostgreSQL 15 of one's own, through DATABASE_URL.

Debian's server, in a directory of its own, on a Unix socket only; nothing of the embedded engine is used but NATS.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gasloop.project.runtime.engines_for_tests import ensure

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
ACCOUNT = "postgres"
USER, DATABASE = "gasloop", "gasloop"


def as_database_account(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["/usr/sbin/runuser", "-u", ACCOUNT, "--", *command] if os.geteuid() == 0 else list(command)


@contextmanager
def server() -> Iterator[str]:
    """A fresh PostgreSQL 15; yields its DATABASE_URL."""
    place = Path(tempfile.mkdtemp(prefix="gasloop-pg15-"))
    if os.geteuid() == 0:
        shutil.chown(place, ACCOUNT)
    data = place / "data"

    def run(program: str, *arguments: str) -> None:
        command = as_database_account(str(PROGRAMS / program), *arguments)
        subprocess.run(command, cwd=place, check=True, stdout=subprocess.DEVNULL)

    run("initdb", "-D", str(data), "-U", ACCOUNT, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    options = f"-k {place} -c listen_addresses='' -c fsync=off -c max_connections=60"
    run("pg_ctl", "-D", str(data), "-l", str(place / "log"), "-w", "-o", options, "start")
    try:
        # The services' account owns its database and nothing more: a superuser is bound by no grant.
        run("createuser", "-h", str(place), "-U", ACCOUNT, "--createdb", USER)
        run("createdb", "-h", str(place), "-U", USER, DATABASE)
        yield f"postgresql://{USER}@/{DATABASE}?host={place}"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")
        shutil.rmtree(place)


def main() -> int:
    """Run the tiers; their exit code. 2 where Debian's PostgreSQL 15 is not installed."""
    if not (PROGRAMS / "initdb").exists():
        sys.stderr.write("PostgreSQL 15 is not installed here (Debian package postgresql-15).\n")
        return 2
    with server() as url:
        surroundings = {**os.environ, **ensure(), "DATABASE_URL": url}
        tiers = [sys.executable, "-m", "pytest", "tests/room", "tests/house", "-n", "2", "--dist", "loadgroup"]
        return subprocess.run(tiers, env=surroundings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

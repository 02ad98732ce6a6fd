"""Embedded PostgreSQL 18: created, configured and found again after any kind of crash.

Of the wheel only the executables are used. The server listens on a Unix socket alone, in a directory of its own.
"""

import contextlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import urllib.parse
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import psycopg
from psycopg import sql

from gasloop.project.runtime import executables
from gasloop.project.runtime.account import Account, may_enter, owned_dir
from gasloop.project.runtime.datadir import DataDir
from gasloop.project.runtime.keys import flush_directory, write_private
from gasloop.project.runtime.processes import Identity, all_pids, command_line, identify, spawn, terminate, wait_until
from gasloop.project.runtime.sentences import StartError, say

ADMIN = "postgres"
ROLE = DATABASE = "gasloop"
SOCKET_FILE = ".s.PGSQL.5432"
DRAFT_PREFIX = "pg.new-"
PW_PREFIX = "pw-"
SOCKET_PATH_LIMIT = 100
PATIENCE = 8.0

DURABLE: Mapping[str, str] = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
FAST_FOR_TESTS: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}

_BASE: Mapping[str, str] = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "random_page_cost": "1.1",
    # Two more processes take 20 ms to start: no page's question is worth that, a month's table is.
    "parallel_setup_cost": "20000",
    "min_wal_size": "80MB",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "10min",
    "wal_compression": "on",
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_line_prefix": "'%m [%p] '",
    # Statements carry names and addresses, and a log is read by more people than the records: none is written there.
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "idle_in_transaction_session_timeout": "5min",
    "client_connection_check_interval": "5s",
    "password_encryption": "scram-sha-256",
    "update_process_title": "on",
}


class Postgres:
    """The database of one data directory."""

    def __init__(self, data: DataDir, account: Account | None, durability: Mapping[str, str] = DURABLE) -> None:
        self._data = data
        self.account = account
        self._durability = durability
        self._bin = executables.postgres_bin(account)
        self._title = f"gasloop-{data.id}"
        self.home = self._find_home()
        self.socket_dir = self._find_socket_dir()

    # -- places -------------------------------------------------------------------------------------------------

    def _find_home(self) -> Path:
        """The cluster's directory: `pg/` in the data directory, or behind a link where its user can enter."""
        link = self._data.path / "pg"
        if link.is_symlink():
            home = Path(os.readlink(link))
            if not home.is_dir():
                raise StartError("pg.gone", path=self._data.path, place=home)
            return home
        if may_enter(self.account, self._data.path):
            return link
        if link.exists():  # it could be entered once: an empty cluster elsewhere would hide the real one
            raise StartError("pg.no_room", user=self.account.name if self.account else "?", path=self._data.path)
        room = executables.public_home() / "data"
        room.mkdir(mode=0o755, exist_ok=True)
        room.chmod(0o755)
        assert self.account is not None  # noqa: S101 - may_enter is true for ourselves; for mypy
        own = owned_dir(room / self._data.id, self.account)
        write_private(own / "belongs-to", f"{self._data.path}\n".encode())
        return own / "pg"

    @property
    def moved(self) -> bool:
        """Does the cluster lie outside the data directory, because its user cannot enter there?"""
        return self.home.parent != self._data.path

    def _find_socket_dir(self) -> Path:
        """A 0700 directory of the server's own whose path leaves room for the 107 bytes of a socket address."""
        beside = self.home.parent / "pg-socket"
        if len(str(beside / SOCKET_FILE).encode()) < SOCKET_PATH_LIMIT:
            return owned_dir(beside, self.account)
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        base = Path(runtime) if runtime and self.account is None and Path(runtime).is_dir() else Path("/tmp")  # noqa: S108 - owner checked in owned_dir
        return owned_dir(base / f"gasloop-{self._data.id}", self.account)

    # -- addresses ----------------------------------------------------------------------------------------------

    def url(self) -> str:
        """The address for our own processes: a libpq URI through the socket."""
        return self._address(ROLE, self._data.secret("pg-password"), DATABASE)

    def admin_url(self) -> str:
        """The address of the server's superuser, for setting up and for backups."""
        return self._address(ADMIN, self._data.secret("pg-admin-password"), "postgres")

    def _address(self, user: str, password: str, database: str) -> str:
        host = urllib.parse.quote(str(self.socket_dir), safe="/")
        return f"postgresql://{user}:{password}@/{database}?host={host}"

    # -- creation -----------------------------------------------------------------------------------------------

    def create(self) -> None:
        """Make the cluster when there is none. It appears by one rename: an interrupted run leaves only a draft.

        Each attempt has a draft of its own, so that what is left of a killed one writes into nothing that matters.
        """
        if self.home.exists():
            self._check_version()
            self._link()
            return
        for old in self.home.parent.glob(f"{DRAFT_PREFIX}*"):
            terminate(partial(_makers_of, old), signal.SIGKILL, 5)
            shutil.rmtree(old, ignore_errors=True)
        draft = self.home.with_name(f"{DRAFT_PREFIX}{secrets.token_hex(4)}")
        for left in self.socket_dir.glob(f"{PW_PREFIX}*"):
            left.unlink()
        self._initdb(draft)
        draft.rename(self.home)
        flush_directory(self.home.parent)
        self._link()

    def _link(self) -> None:
        link = self._data.path / "pg"
        if self.moved and not link.is_symlink():
            link.symlink_to(self.home)
            flush_directory(self._data.path)

    def _initdb(self, draft: Path) -> None:
        owned_dir(draft, self.account)
        handle, name = tempfile.mkstemp(dir=self.socket_dir, prefix=PW_PREFIX)
        password = Path(name)
        try:
            with os.fdopen(handle, "w") as file:
                file.write(self._data.secret("pg-admin-password"))
            if self.account:
                os.chown(password, self.account.uid, self.account.gid)
            command = [str(self._bin / "initdb"), "-D", str(draft), "-U", ADMIN, f"--pwfile={password}"]
            command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
            command += ["--builtin-locale=C.UTF-8", "--data-checksums", "--no-instructions"]
            if self._durability is FAST_FOR_TESTS:
                command.append("--no-sync")
            self._run(command)
        finally:
            password.unlink(missing_ok=True)
        with (draft / "postgresql.conf").open("a") as file:
            file.write("\n# GasLoop writes gasloop.conf at every start; your own settings go into local.conf.\n")
            file.write("include = 'gasloop.conf'\ninclude_if_exists = 'local.conf'\n")
        (draft / "pg_hba.conf").write_text("# socket only\nlocal all all scram-sha-256\n")

    def _run(self, command: list[str]) -> None:
        log = self._data.log("postgres")
        with log.open("ab") as output:
            made = spawn(command, env=_environment(), output=output, account=self.account, death_signal=signal.SIGKILL)
            try:
                code = made.wait()
            except BaseException:
                made.kill()
                made.wait()
                raise
        if code != 0:
            raise StartError("engine.failed", name="PostgreSQL", log=log)

    def _check_version(self) -> None:
        found = (self.home / "PG_VERSION").read_text().strip()
        if found != str(executables.PG_MAJOR):
            raise StartError("pg.newer", path=self._data.path, found=found, known=executables.PG_MAJOR)

    def tidy(self) -> None:
        """After a stop: a socket directory outside the data directory is not left in /tmp."""
        if self.socket_dir.parent != self.home.parent:
            with contextlib.suppress(OSError):
                self.socket_dir.rmdir()

    # -- running ------------------------------------------------------------------------------------------------

    def configure(self) -> None:
        """Write `gasloop.conf`; ours at every start, so that an upgrade of the program reaches old directories."""
        settings = {**_BASE, **self._durability}
        settings["unix_socket_directories"] = f"'{_quoted(str(self.socket_dir))}'"
        settings["cluster_name"] = f"'{self._title}'"
        text = "".join(f"{name} = {value}\n" for name, value in settings.items())
        target = self.home / "gasloop.conf"
        write_private(target, text.encode())
        if self.account:
            os.chown(target, self.account.uid, self.account.gid)

    def command(self) -> list[str]:
        """How the server is started, in the foreground."""
        return [str(self._bin / "postgres"), "-D", str(self.home)]

    def environment(self) -> dict[str, str]:
        """The server inherits nothing from the user's shell: a stray PGPORT or LC_ALL changes nothing."""
        return _environment()

    def members(self) -> list[Identity]:
        """Every process of this cluster: the postmaster by its -D, the others by the title with our name."""
        return [one for pid in all_pids() if self._is_member(pid) and (one := identify(pid)) is not None]

    def postmaster(self) -> Identity | None:
        """The running postmaster, whoever started it."""
        return next((one for one in self.members() if _is_postmaster(command_line(one.pid), self.home)), None)

    def _is_member(self, pid: int) -> bool:
        words = command_line(pid)
        title = words[0] if words else ""
        return _is_postmaster(words, self.home) or title.startswith(f"postgres: {self._title}: ")

    def stop_leftovers(self) -> bool:
        """End what an earlier run left behind, as gently as it lets us. True when there was something.

        A postmaster gets a fast shutdown. Backends whose postmaster was killed leave by themselves when they notice;
        one that is busy is asked, then killed: with its postmaster dead the next start replays the log anyway.
        """
        if not self.members():
            self._drop_stale_lock_files()
            return False
        if (master := self.postmaster()) is not None:
            terminate(lambda: [master] if master.alive() else [], signal.SIGINT, 60)
        if not wait_until(lambda: not self.members(), 1):
            terminate(self.members, signal.SIGQUIT, PATIENCE)
        self._drop_stale_lock_files()
        return True

    def _drop_stale_lock_files(self) -> None:
        """PostgreSQL refuses to start while the number in these files belongs to anybody of its user: a stranger who
        got the number since, or the dead postmaster itself as a zombie that nobody has collected yet.

        We hold the directory's lock and have just seen that nobody runs on it, so the files say nothing any more; and
        its own check of shared memory still in use, keyed by the directory itself, stays in force.
        """
        for stale in (self.home / "postmaster.pid", self.socket_dir / f"{SOCKET_FILE}.lock"):
            stale.unlink(missing_ok=True)

    def ready(self) -> bool:
        """Does it accept connections? Asked of its pid file first, so that a recovery's log is not full of knocks."""
        try:
            status = (self.home / "postmaster.pid").read_text().splitlines()[7:8]
        except FileNotFoundError:
            return False
        if status != ["ready   "]:
            return False
        try:
            psycopg.connect(self.admin_url(), connect_timeout=2).close()
        except psycopg.OperationalError as problem:
            if "password authentication failed" in str(problem):  # it has no SQLSTATE before a connection stands
                raise StartError("pg.keys", path=self._data.room("keys")) from problem
            return False
        return True

    def progress(self) -> str:
        """What the server last said about a recovery under way; empty otherwise."""
        try:
            with self._data.log("postgres").open("rb") as file:
                file.seek(max(0, os.fstat(file.fileno()).st_size - 2000))
                lines = file.read().decode(errors="replace").splitlines()
        except FileNotFoundError:
            return ""
        last = next((line for line in reversed(lines) if "LOG:" in line), "")
        found = re.search(r"LOG:\s+(redo .*|syncing data directory.*|.*recovery.*)$", last)
        return say("says.recovering", line=found[1]) if found else ""

    def prepare_database(self) -> None:
        """Role and database for our processes; harmless when they exist."""
        password = self._data.secret("pg-password")
        with psycopg.connect(self.admin_url(), autocommit=True) as admin:
            role = admin.execute("select 1 from pg_roles where rolname = %s", [ROLE]).fetchone()
            verb = sql.SQL("alter" if role else "create")
            text = sql.SQL("{} role {} login createdb password {}")
            admin.execute(text.format(verb, sql.Identifier(ROLE), sql.Literal(password)))
            if not admin.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                names = sql.Identifier(DATABASE), sql.Identifier(ROLE)
                admin.execute(sql.SQL("create database {} owner {}").format(*names))


def _is_postmaster(words: list[str], home: Path) -> bool:
    return len(words) >= 3 and Path(words[0]).name == "postgres" and words[1:3] == ["-D", str(home)]


def _makers_of(draft: Path) -> list[Identity]:
    """An initdb of this directory that outlived its `up` (the postgres it feeds ends when its input does)."""

    def making(words: list[str]) -> bool:
        return Path((words or [""])[0]).name == "initdb" and str(draft) in words

    return [one for pid in all_pids() if making(command_line(pid)) and (one := identify(pid)) is not None]


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def reachable_by_url(url: str) -> bool:
    """Can the PostgreSQL of one's own be reached? (OperationalError covers wrong passwords as well.)"""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except (psycopg.Error, subprocess.SubprocessError):
        return False
    return True

"""`up`, `work`, `migrate`, `check`, `decode`, `simulate`: engines and processes."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

JSON_HELP = "print the result as JSON"


def up(
    demo: Annotated[bool, typer.Option("--demo", help="a demonstration town in its own data directory")] = False,
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port of pages and API")] = 8000,
    data_dir: Annotated[Path | None, typer.Option(help="where everything is kept")] = None,
    tls: Annotated[str, typer.Option(help="`auto`: a certificate of our own authority")] = "",
    cert: Annotated[Path | None, typer.Option(help="certificate chain (PEM)")] = None,
    key: Annotated[Path | None, typer.Option(help="private key (PEM)")] = None,
    public_url: Annotated[str, typer.Option(help="the address that QR codes print")] = "",
    device_host: Annotated[str, typer.Option(help="address to listen on for devices")] = "127.0.0.1",
    jt808_port: Annotated[int | None, typer.Option(help="port of JT/T 808 (7611; 0: closed)")] = None,
    gb26875_port: Annotated[int | None, typer.Option(help="port of GB/T 26875.3 (7612; 0: closed)")] = None,
    mqtt_port: Annotated[int | None, typer.Option(help="port of MQTT (1883; 0: closed)")] = None,
) -> None:
    """Start everything in the foreground; Ctrl-C stops it."""
    from gasloop.project.runtime.devices import DeviceDoors
    from gasloop.project.runtime.up import Options, run_up

    options = Options(
        demo=demo,
        host=host,
        port=port,
        data_dir=data_dir,
        tls=tls,
        cert=cert,
        key=key,
        public_url=public_url,
        devices=DeviceDoors(device_host, jt808_port, gb26875_port, mqtt_port),
    )
    raise typer.Exit(run_up(options))


def work() -> None:
    """Carry jobs, run the sweeps, feed the bus (one or more of these run beside the web processes)."""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.project.worker import work as run

    asyncio.run(run())


def intake() -> None:
    """Take in what devices said: off the bus into the event tables (a second one waits to take over)."""
    from gasloop.project.cli.house import open_house

    open_house()
    from django.conf import settings

    from gasloop.project.worker import conninfo
    from gasloop.sensing.intake.process import run

    asyncio.run(run(conninfo=conninfo("gasloop-intake"), nats_url=settings.CONFIG.nats_url))


def migrate() -> None:
    """Bring the database in step; several processes may call it at once."""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.project.migrating import migrate_once

    migrate_once()


def prepare() -> None:
    """What `up` does before it opens, in one process: migrations, and a demonstration's rows."""
    from gasloop.project.cli.house import open_house

    open_house()
    from django.conf import settings

    from gasloop.project.migrating import migrate_once

    migrate_once()
    if settings.CONFIG.demo:
        from gasloop.project.demo.town import seed

        seed()


def manage(context: typer.Context) -> None:
    """Django's own management commands (for developers)."""
    from gasloop.project.cli.house import open_house

    open_house()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gasloop manage", *context.args])


def decode(
    protocol: Annotated[str, typer.Argument(help="jt808 or gb26875")],
    source: Annotated[str, typer.Argument(help="a frame in hexadecimal, or - for one frame a line")],
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Decode a device frame."""
    from gateways.decode_cli import run

    raise typer.Exit(run(protocol, source, as_json))


def simulate() -> None:
    """Devices that do not exist send real bytes: `gasloop simulate --help`."""
    from gateways.simulate.cli import run

    raise typer.Exit(run(()))


def check(as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False) -> None:
    """The doctor: are engines, schema, keys and files in order?"""
    from gasloop.project.cli.house import open_house, show

    open_house()
    from gasloop.project.doctor import examine

    findings = examine()
    show(
        findings,
        as_json=as_json,
        text="\n".join(f"{'✓' if f['ok'] else '✗'} {f['what']}: {f['says']}" for f in findings),
    )
    raise typer.Exit(0 if all(f["ok"] for f in findings) else 1)


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the menu."""
    for command in (up, work, intake, migrate, check, decode, simulate):
        app.command()(command)
    app.command(hidden=True)(prepare)
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, hidden=True)(manage)

"""`demo seed|fill|stats|clock|drop`: the demonstration town, never beside real rows."""

from pathlib import Path
from typing import Annotated

import typer

from gasloop.project.config import REPOSITORY

VAR = REPOSITORY / "var"

app = typer.Typer(help="the demonstration town", no_args_is_help=True, rich_markup_mode=None)
Json = Annotated[bool, typer.Option("--json", help="print the result as JSON")]


@app.command()
def seed() -> None:
    """Fill the demonstration town as far as it is not filled yet."""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.project.demo.town import seed as fill

    fill()


@app.command()
def fill(as_json: Json = False) -> None:
    """Make the whole town: grid cells, households, units with a year behind them. Goes on where it stood."""
    from gasloop.project.cli.house import open_house, show

    open_house()
    from gasloop.project.demo.filling import fill_alone

    found = fill_alone()
    show(found, as_json=as_json, text="\n".join(f"{kind}: {number}" for kind, number in found.items()))


@app.command()
def stats(as_json: Json = False) -> None:
    """How many rows of each kind the town has."""
    from gasloop.project.cli.house import open_house, show

    open_house()
    from gasloop.project.demo.town import counts

    found = counts()
    show(found, as_json=as_json, text="\n".join(f"{kind}: {number}" for kind, number in found.items()))


@app.command()
def drop(
    data_dir: Annotated[Path, typer.Option(help="the demonstration's directory")] = VAR / "demo",
) -> None:
    """Remove a demonstration for good; refused while it runs and for a directory that holds real data."""
    from gasloop.project.runtime.dropping import drop_demo
    from gasloop.project.runtime.sentences import StartError

    try:
        drop_demo(data_dir)
    except StartError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@app.command()
def clock(days: Annotated[int, typer.Argument(help="days to move the town's clock by")], as_json: Json = False) -> None:
    """Move the town's clock; what becomes due by it happens within seconds."""
    from datetime import timedelta

    from gasloop.project.cli.house import open_house, show

    open_house()
    from django.conf import settings

    from gasloop.kernel.clock import now
    from gasloop.project import clockfile

    clockfile.move(settings.CONFIG.data_dir, timedelta(days=days))
    show({"now": now().isoformat()}, as_json=as_json, text=now().isoformat())

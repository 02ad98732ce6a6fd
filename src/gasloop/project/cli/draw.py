"""`draw verify`."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="a campaign's draw: check a published one", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def verify(
    file: Path, as_json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False
) -> None:
    """Do a published draw again; exit code 1 when something else comes out. Needs no database."""
    from gasloop.campaign.drawing import run_verify

    raise typer.Exit(run_verify(file, as_json))


@app.callback()
def group() -> None:
    """Keep `draw` a group of commands."""

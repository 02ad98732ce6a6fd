"""`pack check|diff|load`."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="policy as dated data: check, compare and load a pack", no_args_is_help=True, rich_markup_mode=None
)
Json = Annotated[bool, typer.Option("--json", help="print the result as JSON")]


@app.command()
def check(directory: Path, as_json: Json = False) -> None:
    """Is the pack complete, decidable and consistent?"""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.rulebook.packs_cli import run_check

    raise typer.Exit(run_check(directory, as_json))


@app.command()
def diff(directory: Path, as_json: Json = False) -> None:
    """What loading the pack would change."""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.rulebook.packs_cli import run_diff

    raise typer.Exit(run_diff(directory, as_json))


@app.command()
def load(directory: Path, as_json: Json = False) -> None:
    """Load the pack; findings already judged keep the rule version they were judged by."""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.rulebook.packs_cli import run_load

    raise typer.Exit(run_load(directory, as_json))

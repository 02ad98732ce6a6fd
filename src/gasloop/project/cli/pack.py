"""`pack check|diff|load`."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="policy as dated data: check, compare and load a pack", no_args_is_help=True, rich_markup_mode=None
)
Json = Annotated[bool, typer.Option("--json", help="print the result as JSON")]
Plan = Annotated[Path | None, typer.Option("--plan", help="the plan the pack answers; the founding plan by default")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="load without asking")]


@app.command()
def check(directory: Path, plan: Plan = None, as_json: Json = False) -> None:
    """Is the pack decidable and consistent, and does it answer every situation of its plan? Exit code 1 if not."""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.project.cli.pack_report import run_check

    raise typer.Exit(run_check(directory, plan, as_json=as_json))


@app.command()
def diff(directory: Path, as_json: Json = False) -> None:
    """What loading the pack would change, field by field."""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.rulebook.packs_cli import run_diff

    raise typer.Exit(run_diff(directory, as_json))


@app.command()
def load(directory: Path, yes: Yes = False, as_json: Json = False) -> None:
    """Show what would change, ask, load; findings already judged keep the rule version they were judged by."""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.rulebook.packs_cli import run_load

    def agreed() -> bool:
        return yes or as_json or typer.confirm("装入？")

    raise typer.Exit(run_load(directory, as_json, agreed))

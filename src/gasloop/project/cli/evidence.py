"""`evidence verify|export`."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="the evidence log: verify it, hand it to a stranger", no_args_is_help=True, rich_markup_mode=None
)


@app.command()
def verify(as_json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False) -> None:
    """Recompute every digest, signature and state; name whatever was changed. Exit code 1 when something was."""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.evidence.verify import run_verify

    raise typer.Exit(run_verify(as_json))


@app.command()
def export(file: Path) -> None:
    """Write seals and entries as JSON lines for `tools/gasverify.py`."""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.evidence.export import export_log

    export_log(file)

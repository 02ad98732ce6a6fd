"""`import LEDGER FILE` and `export LEDGER FILE`: what the pages do, for whoever has a shell."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="print the result as JSON")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="check every row, write nothing")]
GoodOnly = Annotated[bool, typer.Option("--good-only", help="write the good rows although others cannot come in")]


def bring(ledger: str, file: Path, dry_run: DryRun = False, good_only: GoodOnly = False, as_json: Json = False) -> None:
    """Import an Excel or CSV file into a ledger: all rows or none. Exit code 2 when rows cannot come in."""
    from gasloop.project.cli.house import open_house, operator, show

    open_house()
    from gasloop.shell.importing.whole import bring_file

    result = bring_file(
        operator(), ledger=ledger, content=file.read_bytes(), filename=file.name, dry_run=dry_run, good_only=good_only
    )
    show(result, as_json=as_json, text=result.text())
    raise typer.Exit(2 if result.refused and not good_only else 0)


def take_out(ledger: str, file: Path, as_json: Json = False) -> None:
    """Export a ledger with all its columns; the file's ending says how: .xlsx or .csv."""
    from gasloop.project.cli.house import open_house, operator, show

    open_house()
    from gasloop.shell.listing.export import export_all

    with file.open("wb") as target:
        count = export_all(operator(), ledger, file.suffix.lstrip(".").lower(), target)
    show({"ledger": ledger, "file": str(file), "rows": count}, as_json=as_json, text=f"{count} → {file}")

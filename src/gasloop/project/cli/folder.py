"""`folder FILE`: the evidence folder on the command line, with everything the system sees."""

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

Clauses = Annotated[list[str] | None, typer.Option(help="such as 二(四)2; again for more; all by default")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def make(
    file: Annotated[Path, typer.Argument(help="the zip to write")],
    clause: Clauses = None,
    office: Annotated[str, typer.Option(help="the name of an office")] = "",
    territory: Annotated[str, typer.Option(help="the path of a division, such as 50/500152/500152109/")] = "",
    first: Day = None,
    last: Day = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the result as JSON")] = False,
) -> None:
    """Evidence folder (迎检资料): clauses × office × division × period as a zip, what is missing listed first."""
    from gasloop.project.cli.house import open_house, operator, show

    open_house()
    from gasloop.access.models import Office
    from gasloop.kernel import clock
    from gasloop.oversight.actions import ask_folder
    from gasloop.oversight.folder import storing
    from gasloop.oversight.folder.choosing import Choice
    from gasloop.oversight.jobs import run_folder

    today = clock.today()
    choice = Choice(
        first.date() if first else date(today.year, 1, 1),
        last.date() if last else today,
        tuple(clause or ()),
        Office.objects.get(name=office, valid_to__isnull=True).pk if office else None,
        territory,
    )
    made = run_folder(ask_folder(operator(), choice=choice).pk)
    if made is None or made.state != "done":
        typer.echo(made.failure if made else "", err=True)
        raise typer.Exit(1)
    with storing.opened(made.pk) as source, file.open("wb") as target:
        shutil.copyfileobj(source, target)
    result = {"number": made.number, "file": str(file), "sha256": made.sha256, "size": made.size, **made.counts}
    show(result, as_json=as_json, text="\n".join(f"{key}: {value}" for key, value in result.items()))

"""`plan parse|import|diff|trace`."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="the plan document: read it, load it, compare it, follow a clause", no_args_is_help=True, rich_markup_mode=None
)
Json = Annotated[bool, typer.Option("--json", help="print the result as JSON")]


@app.command()
def parse(file: Path, as_json: Json = False) -> None:
    """Read a paper into phases, items, offices, situations and remarks; exit code 3 when it is no plan."""
    from gasloop.plan.compiler.cli import run_parse

    raise typer.Exit(run_parse(file, as_json))


@app.command()
def diff(a: Path, b: Path, as_json: Json = False) -> None:
    """What B keeps, softens, drops and adds against A."""
    from gasloop.plan.compiler.cli import run_diff

    raise typer.Exit(run_diff(a, b, as_json))


@app.command("import")
def import_(
    file: Path,
    territory: Annotated[str, typer.Option(help="path of the territory it governs; the only town by default")] = "",
    as_json: Json = False,
) -> None:
    """Load a paper: its clauses, offices and remarks; the original is attached and sealed."""
    from gasloop.project.cli.house import open_house, operator, show

    open_house()
    from gasloop.plan.actions import import_plan

    document = import_plan(operator(), content=file.read_bytes(), filename=file.name, territory=territory)
    counted = document.counts()
    show(
        {"id": str(document.pk), "title": document.title, "doc_no": document.doc_no, **counted},
        as_json=as_json,
        text=f"{document.title}（{document.doc_no}）\n" + "\n".join(f"  {k}: {v}" for k, v in counted.items()),
    )


@app.command()
def trace(clause: str, as_json: Json = False) -> None:
    """One clause: rules, objects, checks, hazards, evidence, as the plan page shows them."""
    from gasloop.project.cli.house import open_house, operator, show

    open_house()
    from gasloop.oversight.trace import trace_clause

    found = trace_clause(operator(), ref=clause)
    show(found.to_json(), as_json=as_json, text=found.to_text())

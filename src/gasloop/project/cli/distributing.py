"""`distribute` and `undistribute`: event tables to Citus and back; without Citus the rules are checked, no more."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from gasloop.relay.event_tables.distributing import Outcome

Json = Annotated[bool, typer.Option("--json", help="print the result as JSON")]
Check = Annotated[bool, typer.Option("--check", help="check the rules only, also where Citus is there")]


def distribute(check: Check = False, as_json: Json = False) -> None:
    """Distribute the event tables with Citus; where there is none, check that they could be."""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.relay.event_tables import distributing

    _tell(distributing.preflight() if check else distributing.distribute(), as_json=as_json)


def undistribute(as_json: Json = False) -> None:
    """Bring distributed event tables back to plain ones."""
    from gasloop.project.cli.house import open_house

    open_house()
    from gasloop.relay.event_tables import distributing

    _tell(distributing.undistribute(), as_json=as_json)


def _tell(outcome: "Outcome", *, as_json: bool) -> None:
    from dataclasses import asdict

    from gasloop.project.cli.house import show

    lines = [f"✗ {problem}" for problem in outcome.problems]
    lines += [
        f"✓ {name}: {outcome.counts[name][0]} rows before, {outcome.counts[name][1]} after" for name in outcome.done
    ]
    if not outcome.problems:
        lines.append("✓ every event table keeps the rules")
    if not outcome.citus:
        lines.append("this database has no Citus: the rules were checked, nothing was distributed")
    show({**asdict(outcome), "ok": outcome.ok}, as_json=as_json, text="\n".join(lines))
    raise typer.Exit(0 if outcome.ok else 1)


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the menu."""
    app.command()(distribute)
    app.command()(undistribute)

"""What the terminal shows: one line per event, and the panel with address and sign-ins once all is up."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.panel import Panel as Frame
from rich.table import Table
from rich.text import Text

from gasloop.project.runtime.sentences import say


@dataclass(frozen=True, slots=True)
class Panel:
    """What is worth showing. `sign_ins` has lines `name TAB password TAB description`."""

    address: str
    data_dir: Path
    seconds: float
    ca_file: Path | None
    sign_ins: Path | None
    devices: str = ""


def say_line(text: str) -> None:
    """One line for the user; a terminal that has gone away stops nothing."""
    with contextlib.suppress(OSError):
        Console(soft_wrap=True).print(Text(text, style="dim"))


def show(panel: Panel) -> None:
    """The panel, address first."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column()
    facts.add_column(overflow="fold")
    facts.add_row(say("panel.address"), Text(panel.address, style="bold cyan"))
    if panel.devices:
        facts.add_row(say("panel.devices"), Text(panel.devices))
    facts.add_row(say("panel.data"), Text(str(panel.data_dir)))
    if panel.ca_file:
        facts.add_row(say("panel.tls"), Text(str(panel.ca_file)))
    facts.add_row(say("panel.stop"), say("panel.stop_how"))
    title = f"{say('panel.title')} ({panel.seconds:.1f} s)"
    with contextlib.suppress(OSError):
        console = Console()
        console.print(Frame(facts, title=title, border_style="green", expand=False))
        if panel.sign_ins and panel.sign_ins.exists():
            console.print(_accounts(panel.sign_ins))


def _accounts(file: Path) -> Table:
    table = Table(say("panel.account"), say("panel.password"), say("panel.role"), box=None, padding=(0, 2))
    for line in file.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) >= 2:
            table.add_row(*(Text(cell) for cell in (*cells, "")[:3]))
    return table

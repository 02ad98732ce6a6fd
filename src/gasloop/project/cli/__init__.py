"""`gasloop`: the command line. Commands import what they need when they run: `--help`, `plan parse` and `decode`
need no Django and start in under 0.3 s.
"""

import sys

import typer

from gasloop.kernel.refusal import Refusal
from gasloop.project.cli import demo, engine, evidence, pack, plan, token

app = typer.Typer(
    name="gasloop",
    help="燃气安全闭环治理平台 · runs a town's gas-safety plan",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich alone would cost half of the start-up time
)
engine.add_to(app)
app.add_typer(plan.app, name="plan")
app.add_typer(pack.app, name="pack")
app.add_typer(evidence.app, name="evidence")
app.add_typer(token.app, name="token")
app.add_typer(demo.app, name="demo")


def main() -> None:
    """The console script: a refusal is one sentence and exit code 1, never a traceback."""
    try:
        app()
    except Refusal as refusal:
        sys.stderr.write(refusal.text.format(**refusal.params) + "\n")
        sys.exit(1)

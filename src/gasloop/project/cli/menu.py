"""The menu of commands."""

import typer

from gasloop.project.cli import demo, distributing, draw, engine, evidence, folder, ledger, pack, plan, token

app = typer.Typer(
    name="gasloop",
    help="燃气安全闭环治理平台 · runs a town's gas-safety plan",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich alone would cost half of the start-up time
)
engine.add_to(app)
distributing.add_to(app)
app.command("import")(ledger.bring)
app.command("export")(ledger.take_out)
app.command("folder")(folder.make)
app.add_typer(plan.app, name="plan")
app.add_typer(pack.app, name="pack")
app.add_typer(evidence.app, name="evidence")
app.add_typer(draw.app, name="draw")
app.add_typer(token.app, name="token")
app.add_typer(demo.app, name="demo")

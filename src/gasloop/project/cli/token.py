"""`token create`."""

from typing import Annotated

import typer

app = typer.Typer(help="API tokens", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def create(
    user: str,
    label: Annotated[str, typer.Option(help="what the token is for")] = "gasloop token create",
    as_json: Annotated[bool, typer.Option("--json", help="print the result as JSON")] = False,
) -> None:
    """Issue a token that acts with the user's posts; it is shown this once."""
    from gasloop.project.cli.house import open_house, operator, show

    open_house()
    from gasloop.access.actions import issue_token
    from gasloop.access.queries import account_named

    secret = issue_token(operator(), account=account_named(user), label=label).secret
    show({"user": user, "token": secret}, as_json=as_json, text=secret)


@app.callback()
def tokens() -> None:
    """API tokens act with the posts of the account they belong to."""

"""The commands that others call by the thousand: parsed by the standard library alone, since typer costs more than
their work (0.15 s, most of it pydantic). The menu and `--help` still come from typer.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path


def run(arguments: Sequence[str]) -> int | None:
    """The exit code, when `arguments` are a quick command with nothing but its own arguments; else None."""
    if arguments[:1] == ["simulate"]:
        from gateways.simulate.cli import run as simulate

        return simulate(arguments[1:])
    if "--help" in arguments:
        return None
    match arguments:
        case ["plan", "parse", *rest]:
            given = _files(rest, 1)
            from gasloop.plan.compiler.cli import run_parse

            return run_parse(given.files[0], given.json)
        case ["plan", "diff", *rest]:
            given = _files(rest, 2)
            from gasloop.plan.compiler.cli import run_diff

            return run_diff(given.files[0], given.files[1], given.json)
        case ["decode", *rest]:
            parser = argparse.ArgumentParser(prog="gasloop decode")
            parser.add_argument("protocol")
            parser.add_argument("source")
            parser.add_argument("--json", action="store_true")
            frame = parser.parse_args(rest)
            from gateways.decode_cli import run as decode

            return decode(frame.protocol, frame.source, frame.json)
        case ["draw", "verify", *rest]:
            given = _files(rest, 1)
            from gasloop.campaign.drawing import run_verify

            return run_verify(given.files[0], given.json)
    return None


def _files(arguments: Sequence[str], count: int) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="gasloop plan")
    parser.add_argument("files", nargs=count, type=Path)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)

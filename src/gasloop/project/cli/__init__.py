"""`gasloop`: the command line. Commands import what they need when they run: `--help`, `plan parse` and `decode`
need no Django and start in under 0.3 s.
"""

import sys

from gasloop.kernel.refusal import Refusal
from gasloop.project.cli import quick


def main() -> None:
    """The console script: a refusal is one sentence and exit code 1, never a traceback."""
    code = quick.run(sys.argv[1:])
    if code is not None:
        sys.exit(code)
    from gasloop.project.cli.menu import app

    try:
        app()
    except Refusal as refusal:
        sys.stderr.write(refusal.text.format(**refusal.params) + "\n")
        sys.exit(1)

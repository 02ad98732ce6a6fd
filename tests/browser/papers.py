"""Where the papers and packs of the stories lie; no Django, as browsers need none."""

from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PLAN = REPOSITORY.parent / "shared" / "plan" / "qunli-2023-102.txt"

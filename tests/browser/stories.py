"""Each numbered item of an issue as a story, walked and photographed: `python -m tests.browser.stories docs/stories`.

A story is a module `story_*.py` with `TITLE` and `tell(album)`. It walks as the person it is for and takes pictures of
what that person sees: on a desk and on a phone, in Chinese and in English. The album writes the index, README.md.
"""

import importlib
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.album import Album, Chapter
from tests.browser.running import Town, launched, running_town

HERE = Path(__file__).parent


def main(place: Path, wanted: Sequence[str]) -> None:
    """Tell every story, or those named, and write the album."""
    place.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browsers = {language: launched(playwright, language) for language in ("zh-CN", "en-US")}
        album = Album(stack.enter_context(ATown()), browsers, place)
        for path in sorted(HERE.glob("story_*.py")):
            key = path.stem.removeprefix("story_").replace("_", "-")
            if wanted and key not in wanted:
                continue
            story = importlib.import_module(f"tests.browser.{path.stem}")
            album.chapters.append(Chapter(key, story.TITLE))
            sys.stdout.write(f"{story.TITLE}\n")
            story.tell(album)
        if not wanted:
            (place / "README.md").write_text(album.index(), encoding="utf-8")


class ATown:
    """The town that GASLOOP_RUNNING_TOWN names, or one started for this."""

    def __enter__(self) -> Town:
        self._stack = ExitStack()
        if there := os.environ.get("GASLOOP_RUNNING_TOWN"):
            url, _, path = there.partition(" ")
            return Town.at(url, Path(path))
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        return self._stack.enter_context(running_town(folder / "data"))

    def __exit__(self, *_: object) -> None:
        self._stack.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])

"""The album that the stories fill: people in browsers, pictures of what they see, an index with captions."""

import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.running import DESK, PHONE, Town, context, sign_in

COLOURS = 56
# Pictures on the page are loaded when they come into view: for a picture of the page, all of them at once.
SETTLED = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => null);
}))"""
TALLEST = 1600

# What stays on the screen while one scrolls would lie across the middle of a picture of the whole page.
UNSTUCK = """() => {
  document.querySelector(".bottom")?.style.setProperty("display", "none");
  document.querySelector(".form-actions-stay")?.style.setProperty("position", "static");
  const side = document.querySelector(".side");
  if (side && getComputedStyle(side).position === "sticky") side.style.setProperty("height", "auto");
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """A language on a size of screen."""

    language: str
    size: str

    @property
    def name(self) -> str:
        return f"{self.language[:2]}-{self.size}"

    @property
    def viewport(self) -> ViewportSize:
        return PHONE if self.size == "phone" else DESK


LOOKS = tuple(Look(language, size) for language in ("zh-CN", "en-US") for size in ("desk", "phone"))
CHINESE_DESK = LOOKS[0]


@dataclass(frozen=True, slots=True)
class Picture:
    """One moment, in as many looks as were taken of it."""

    name: str
    caption: str
    looks: Sequence[Look] = ()


@dataclass
class Chapter:
    """One story's pictures."""

    key: str
    title: str
    pictures: list[Picture] = field(default_factory=list)


class Album:
    """Takes the pictures. People stay signed in: one session each, opened in every look."""

    def __init__(self, town: Town, browsers: dict[str, Browser], place: Path) -> None:
        self.town = town
        self.browsers = browsers
        self.place = place
        self.chapters: list[Chapter] = []
        self._contexts: dict[tuple[str, Look], BrowserContext] = {}
        self._pages: dict[tuple[str, Look], Page] = {}

    def page(self, person: str, look: Look = CHINESE_DESK) -> Page:
        """The page that `person` has open in `look`; signed in unless nobody (an empty name)."""
        if (person, look) not in self._pages:
            self._contexts[person, look] = self._context(person, look)
            self._pages[person, look] = self._contexts[person, look].new_page()
        return self._pages[person, look]

    def _context(self, person: str, look: Look) -> BrowserContext:
        browser = self.browsers[look.language]
        if person and look != CHINESE_DESK:
            known = self.page(person).context.storage_state()
            return context(browser, language=look.language, size=look.viewport, state=known)
        made = context(browser, language=look.language, size=look.viewport)
        if person:
            page = made.new_page()
            sign_in(page, self.town, person)
            page.close()
        return made

    def see(
        self,
        person: str,
        address: str,
        name: str,
        caption: str,
        *,
        first: Callable[[Page], None] | None = None,
        whole: bool = False,
        looks: Sequence[Look] = LOOKS,
    ) -> None:
        """`person` opens `address` in every look, does `first`, and a picture is taken."""
        for look in looks:
            page = self.page(person, look)
            page.goto(address if address.startswith("http") else f"{self.town.url}{address}")
            if first is not None:
                first(page)
            self.take(page, name, look, whole=whole)
        self.note(name, caption, looks)

    def take(self, page: Page, name: str, look: Look, *, whole: bool = False) -> None:
        """One picture, kept small."""
        page.evaluate(SETTLED)
        if whole:
            page.evaluate(UNSTUCK)
        shot = page.screenshot(full_page=whole, animations="disabled", caret="hide")
        keep(shot, self.place / f"{self._chapter.key}-{name}.{look.name}.png")

    def note(self, name: str, caption: str, looks: Sequence[Look]) -> None:
        """The caption of a moment."""
        self._chapter.pictures.append(Picture(name, caption, looks))
        sys.stdout.write(f"  {name}: {caption}\n")
        sys.stdout.flush()

    def write(self, name: str, caption: str, text: str) -> None:
        """What a terminal showed, as a text file."""
        (self.place / f"{self._chapter.key}-{name}.txt").write_text(text, encoding="utf-8")
        self.note(name, caption, ())

    @property
    def _chapter(self) -> Chapter:
        return self.chapters[-1]

    def index(self) -> str:
        """The README of the album."""
        lines = [
            "# Stories",
            "",
            "Written by `make story` (`python -m tests.browser.stories docs/stories`): each item walked by the person",
            "it is for, in headless Chromium against a demonstration town. Everything in it is invented (示例).",
            "",
        ]
        for chapter in self.chapters:
            lines += [f"## {chapter.title}", ""]
            for picture in chapter.pictures:
                links = " · ".join(f"[{k.name}]({chapter.key}-{picture.name}.{k.name}.png)" for k in picture.looks)
                links = links or f"[text]({chapter.key}-{picture.name}.txt)"
                lines += [f"- {picture.caption}: {links}"]
            lines.append("")
        return "\n".join(lines)


def keep(shot: bytes, path: Path, *, colours: int = COLOURS) -> None:
    """A screenshot as a small file: few colours, not endlessly tall."""
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    if image.height > TALLEST:
        image = image.crop((0, 0, image.width, TALLEST))
    image.quantize(colours, kmeans=1, dither=Image.Dither.NONE).save(path, optimize=True)

"""Objects to try addresses with: one here (双堰社区), one there (another village), and one that does not exist.

A room says in `tests/house/<room>/matrix_samples.py` what stands behind its URL parameters:

    @parameter("site_id")
    def sites(cast: Cast) -> Sample:
        return Sample(here=restaurant(...).pk, there=restaurant(..., territory=VILLAGE).pk)

    sent("hazard:step", {"name": "…"})              # a body worth sending (default: nothing)
    sent("api:create_post", lambda cast: {"office": str(cast.offices["应急办"].pk)})     # one that names an object

`parameter("ref", url="oversight:plan-clause")` is for one address and goes before the general one. Makers run once.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from tests.cast import Cast

NOWHERE = UUID("01900000-0000-7000-8000-00000000dead")
PLACES = ("here", "there", "nowhere")


@dataclass(frozen=True)
class Sample:
    """The parameter's value for an object in 双堰社区, one in another village (None: there is none), and no object."""

    here: object
    there: object = None
    nowhere: object = NOWHERE


Maker = Callable[[Cast], Sample]
_makers: dict[tuple[str, str], Maker] = {}
Body = Mapping[str, object]
_bodies: dict[str, Body | Callable[[Cast], Body]] = {}


def parameter(name: str, *, url: str = "") -> Callable[[Maker], Maker]:
    """Register what stands behind a URL parameter, everywhere or at one address."""

    def register(maker: Maker) -> Maker:
        if (url, name) in _makers:
            raise ValueError(f"two samples for {url} <{name}>")
        _makers[url, name] = maker
        return maker

    return register


def sent(url: str, body: Body | Callable[[Cast], Body]) -> None:
    """Register the form or JSON body that is sent to an address."""
    _bodies[url] = body


def load() -> None:
    """Read every room's samples."""
    for file in sorted(Path(__file__).parent.glob("*/matrix_samples.py")):
        importlib.import_module(f"tests.house.{file.parent.name}.matrix_samples")


class NoSampleError(LookupError):
    """Nobody said what stands behind a parameter."""


@dataclass
class Samples:
    """The objects of one run; made when first asked for."""

    cast: Cast
    _made: dict[Maker, Sample] = field(default_factory=dict)

    def values(self, url: str, parameters: tuple[str, ...], place: str) -> dict[str, object] | None:
        """The parameters' values at `place`, None when there are none. NoSampleError names what is missing."""
        found = {name: getattr(self._sample(url, name), place) for name in parameters}
        return None if None in found.values() else found

    def body(self, url: str) -> dict[str, object]:
        """What is sent there."""
        body = _bodies.get(url, {})
        return dict(body(self.cast) if callable(body) else body)

    def _sample(self, url: str, name: str) -> Sample:
        maker = _makers.get((url, name)) or _makers.get(("", name))
        if maker is None:
            raise NoSampleError(f"{url}: no sample for <{name}>; add one to the room's matrix_samples.py")
        if maker not in self._made:
            self._made[maker] = maker(self.cast)
        return self._made[maker]

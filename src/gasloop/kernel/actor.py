"""Who acts: one value through every verb, and a snapshot of it in every log.

A grant is what one post gives: a role, over one subtree of the territory, in some lines of trade (条块). An outsider's
post (an enterprise, an outside expert) gives no territory at all, only what hangs from one record: `within`.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.subject import Subject

ActorKind = Literal["person", "system", "device"]
Channel = Literal["page", "api", "cli", "job"]


@dataclass(frozen=True, slots=True)
class Grant:
    """One post's reach. `territory` is a path such as `500152110/001/`; `lines` None means every line of trade.

    With `within` the post reaches no territory, only that record (a party, a campaign) and what hangs from it.
    `absent` names the holder whom a deputy stands in for; empty for a post of one's own.
    """

    role: str
    territory: str
    lines: frozenset[str] | None
    post_id: UUID
    office_id: UUID
    post_title: str
    office_name: str
    within: Subject | None = None
    absent: str = ""


@dataclass(frozen=True, slots=True)
class TokenScope:
    """What a program's token may do of what its account may: only read, or write too; in some rooms (None: in all)."""

    label: str
    writes: bool = True
    rooms: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the posts they hold today, a device, or the system itself.

    `id` is the account's id; `via` the channel the act came through, `token` the program's token if it was one.
    """

    kind: ActorKind
    id: UUID
    name: str
    grants: tuple[Grant, ...] = ()
    via: Channel = "page"
    token: TokenScope | None = None

    def snapshot(self) -> JsonObject:
        """What a log keeps of the actor: names and posts as they were at that moment."""
        return {
            "kind": self.kind,
            "id": str(self.id),
            "name": self.name,
            "via": self.via,
            **({"token": self.token.label} if self.token else {}),
            "posts": [
                {
                    "id": str(g.post_id),
                    "title": g.post_title,
                    "office": g.office_name,
                    "role": g.role,
                    **({"for": g.absent} if g.absent else {}),
                }
                for g in self.grants
            ],
        }


SYSTEM_ID = UUID("00000000-0000-7000-8000-000000000001")


def system(name: str = "system") -> Actor:
    """The actor of clocks, sweeps and imports that nobody in person set off."""
    return Actor(kind="system", id=SYSTEM_ID, name=name, via="job")

"""Shapes of the town hall on the API: divisions, offices, posts, accounts, tokens."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, JsonValue

from gasloop.access.actions import OpenedAccount
from gasloop.access.lines import Line
from gasloop.access.models import Account, ApiToken, Office, Post, Territory

# Wide enough for any tenure, and inside of what a calendar can still step back from.
Day = Annotated[date, Field(ge=date(1949, 10, 1), le=date(2200, 1, 1))]
Path = Annotated[str, Field(description="路径，如 50/500152/500152109/；空为全部")]
InsideRole = Literal["leader", "head", "clerk", "inspector", "grid", "auditor", "admin"]


def example(**fields: JsonValue) -> ConfigDict:
    """What a shape's description shows as a whole."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


class DivisionIn(Schema):
    """A division or grid cell below `parent` (a path; empty: a top one)."""

    model_config = example(parent="50/500152/500152109/shuangyan/", code="01", name="双堰社区第一网格", kind="grid")

    parent: Path = ""
    code: str
    name: str
    kind: Territory.Kind


class DivisionOut(Schema):
    """A division as registered; `path` is what other requests call `territory`."""

    id: UUID
    code: str
    name: str
    kind: str
    path: str

    @classmethod
    def of(cls, row: Territory) -> Self:
        return cls(id=row.pk, code=row.code, name=row.name, kind=row.kind, path=row.path)


class HallOfficeIn(Schema):
    """An office, a village committee, a district authority."""

    model_config = example(name="应急办", level="town", territory="50/500152/500152109/", aliases=["应急管理办公室"])

    name: str
    level: Office.Level
    territory: Path
    aliases: list[str] = Field(default_factory=list)
    valid_from: Day | None = None


class OfficeRenameIn(Schema):
    """The new name and its first day (today if absent)."""

    model_config = example(name="应急管理办公室", day="2026-12-01")

    name: str
    day: Day | None = None


class OfficeMergeIn(Schema):
    """Who takes over, from which day (today if absent)."""

    model_config = example(into="0190d6a2-5f6e-7c11-8f5d-2f1f0c7b9a01", day="2026-12-01")

    into: UUID
    day: Day | None = None


class OfficeOut(Schema):
    """An office; one that was renamed or merged names its successor."""

    id: UUID
    name: str
    aliases: list[str]
    level: str
    territory: str
    valid_from: date | None
    valid_to: date | None
    successor: UUID | None

    @classmethod
    def of(cls, row: Office) -> Self:
        plain = {name: getattr(row, name) for name in cls.model_fields if name != "successor"}
        return cls(**plain, successor=row.successor_id)


class PostIn(Schema):
    """A role over a subtree of the territory, in some lines (null: in all)."""

    model_config = example(
        office="0190d6a2-5f6e-7c11-8f5d-2f1f0c7b9a01",
        title="检查员",
        role="inspector",
        territory="50/500152/500152109/",
        lines=["catering", "public"],
    )

    office: UUID
    title: str
    role: InsideRole
    territory: Path = ""
    lines: list[Line] | None = None


class PostAssignIn(Schema):
    """Who holds the post, from which day (today if absent)."""

    model_config = example(account="0190d6a2-5f6e-7c11-8f5d-2f1f0c7b9a02", day="2026-12-01")

    account: UUID
    day: Day | None = None


class PostEndIn(Schema):
    """Why the tenure ends, and its last day (today if absent)."""

    model_config = example(why="调往区应急局", day="2026-11-30")

    why: str
    day: Day | None = None


class PostOut(Schema):
    """A post; `account` is null while it is empty."""

    id: UUID
    office: UUID
    title: str
    role: str
    territory: str
    lines: list[str] | None
    account: UUID | None
    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, row: Post) -> Self:
        plain = {name: getattr(row, name) for name in cls.model_fields if name not in ("office", "account")}
        return cls(**plain, office=row.office_id, account=row.account_id)


class AccountIn(Schema):
    """Who signs in."""

    model_config = example(username="liqiang", name="李强")

    username: str
    name: str


class AccountReasonIn(Schema):
    """Why."""

    model_config = example(why="已调离")

    why: Annotated[str, Field(min_length=1, max_length=200)]


class AccountOut(Schema):
    """An account; what it may see and do stands in its posts."""

    id: UUID
    username: str
    name: str
    is_active: bool
    must_change_password: bool
    last_login: datetime | None

    @classmethod
    def of(cls, row: Account) -> Self:
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class OpenedOut(AccountOut):
    """With the first password: said once, kept nowhere, to be changed at the first sign-in."""

    password: str

    @classmethod
    def opened(cls, opened: OpenedAccount) -> Self:
        return cls(**AccountOut.of(opened.account).dict(), password=opened.password)


class TokenOut(Schema):
    """A program's token: what it may, how long, when it was last used. Its secret was shown once, on its page."""

    id: UUID
    account: UUID
    label: str
    read_only: bool
    rooms: list[str] | None
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, row: ApiToken) -> Self:
        plain = {name: getattr(row, name) for name in cls.model_fields if name != "account"}
        return cls(**plain, account=row.account_id)

"""A program that calls the API with somebody's token."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.test import Client
from tests.cast import Cast
from tests.stories import JPEG

from gasloop.access.actions import issue_token

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

ROOT = "/api/v1"


@dataclass(frozen=True)
class Program:
    """`ask` and `send` give the answer as it came; `got` and `sent` its JSON, after looking at the status."""

    token: str
    language: str = "zh-hans"

    @property
    def headers(self) -> dict[str, str]:
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**bearer, "Accept-Language": self.language}

    def ask(self, path: str, **params: str) -> "Answer":
        return Client().get(f"{ROOT}{quote(path, safe='/()')}", params, headers=self.headers)

    def send(self, path: str, body: Mapping[str, object] | str | bytes) -> "Answer":
        return Client().post(ROOT + path, body, content_type="application/json", headers=self.headers)

    def got(self, path: str, status: int = 200, **params: str) -> Any:
        answer = self.ask(path, **params)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    def sent(self, path: str, body: Mapping[str, object] | str | bytes, status: int = 200) -> Any:
        answer = self.send(path, body)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    def upload(self, content: bytes = JPEG, name: str = "photo.jpg") -> str:
        """A stored photo's digest."""
        file = BytesIO(content)
        file.name = name
        answer = Client().post(f"{ROOT}/attachments", {"file": file}, headers=self.headers)
        assert answer.status_code == 201, answer.content.decode()
        digest: str = answer.json()["sha256"]
        return digest


def program_of(cast: Cast, name: str, language: str = "zh-hans") -> Program:
    """A program with that person's token, as the command line would issue it."""
    person = cast.people[name]
    return Program(issue_token(person.actor, account=person.account, label="示例程序").secret, language)

"""接口说明 names every operation there is, in both languages, and calls nobody."""

import pytest
from django.test import Client
from django.utils.translation import override
from tests.cast import Cast

from gasloop.project.api import api


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_operation_is_on_the_page(cast: Cast, client: Client, language: str) -> None:
    client.force_login(cast.clerk.account)
    with override(language):  # what the request switches to ends with the block
        answer = client.get("/api/", headers={"Accept-Language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    for path in api.get_openapi_schema()["paths"]:
        assert f"<code>{path}</code>" in page
    assert "https://" not in page

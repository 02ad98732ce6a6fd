"""While the database restarts, people and programs are told to come back, and nothing is called their fault."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.utils import translation

from gasloop.project.outage import server_error


def answered(path: str, error: Exception) -> tuple[int, str, str]:
    try:
        raise error
    except type(error):
        with translation.override("zh-hans"):
            response = server_error(RequestFactory().get(path))
    return response.status_code, response.get("Retry-After", ""), response.content.decode()


@pytest.mark.parametrize(("path", "word"), [("/hazards/", "恢复"), ("/api/v1/visits", "engine.away")])
def test_a_lost_connection_is_a_503_with_a_time_to_come_back(path: str, word: str) -> None:
    status, retry, text = answered(path, OperationalError("server closed the connection"))
    assert (status, retry) == (503, "3")
    assert word in text


def test_a_slip_of_ours_stays_a_500() -> None:
    status, retry, _ = answered("/hazards/", ZeroDivisionError())
    assert (status, retry) == (500, "")

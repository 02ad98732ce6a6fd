"""Whether the bus answers is asked of whatever listens there, and no socket is left behind."""

import gc
import os
import socket
import threading
from collections.abc import Iterator

import pytest

from gasloop.bus import reaching


@pytest.fixture
def mute() -> Iterator[str]:
    """Something that takes every call and hangs up at once, as a broker does in the moment it starts or dies."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            while True:
                try:
                    server.accept()[0].close()
                except OSError:
                    return

        thread = threading.Thread(target=hang_up)
        thread.start()
        yield f"nats://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_the_real_bus_answers() -> None:
    assert reaching.answers(os.environ["NATS_URL"])


def test_nobody_there_is_no_answer_and_no_open_socket(mute: str) -> None:
    assert not reaching.answers(mute)
    gc.collect()  # an unclosed transport would warn now, and warnings are errors here


def test_silence_is_no_answer_and_no_open_socket() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not reaching.answers(f"nats://127.0.0.1:{server.getsockname()[1]}")
        gc.collect()

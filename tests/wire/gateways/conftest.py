"""One broker for the stories that leave it running."""

from collections.abc import Iterator

import pytest
from tests.wire.gateways.broker import Broker, own_broker


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with own_broker(tmp_path_factory.mktemp("nats")) as made:
        yield made

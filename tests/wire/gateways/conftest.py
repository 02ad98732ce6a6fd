"""One broker for the stories of a module that leave it running."""

from collections.abc import Iterator

import pytest
from tests.wire.gateways.broker import Broker, own_broker


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with own_broker(tmp_path_factory.mktemp("nats")) as made:
        yield made

"""NATS_URL may name several servers; how many copies are kept is a setting."""

import pytest

from gasloop.bus.address import replicas, servers


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("", []),
        ("nats://127.0.0.1:4222", ["nats://127.0.0.1:4222"]),
        ("one:4222,two:4222", ["nats://one:4222", "nats://two:4222"]),
        ("nats://u:p@one:4222, two:4222 ,", ["nats://u:p@one:4222", "nats://u:p@two:4222"]),
        ("tls://u:p@one:1,tls://v:q@two:2", ["tls://u:p@one:1", "tls://v:q@two:2"]),
        ("nats://token@one,nats://two", ["nats://token@one", "nats://token@two"]),
    ],
)
def test_servers(url: str, named: list[str]) -> None:
    assert servers(url) == named


def test_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GASLOOP_BUS_REPLICAS", raising=False)
    assert replicas() == 1
    monkeypatch.setenv("GASLOOP_BUS_REPLICAS", "3")
    assert replicas() == 3
    for wrong in ("0", "6", "-1", "three"):
        monkeypatch.setenv("GASLOOP_BUS_REPLICAS", wrong)
        with pytest.raises(ValueError, match="not a number from 1 to 5"):
            replicas()

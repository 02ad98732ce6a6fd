"""Where the bus is and how many copies it keeps: NATS_URL and GASLOOP_BUS_REPLICAS, read alike by all of ours."""

import os
from urllib.parse import urlsplit

MOST_REPLICAS = 5


def servers(url: str) -> list[str]:
    """The servers NATS_URL names, for `nats.connect`: one, or several of a cluster with commas between them.

    Name and password stand once, at the first: `nats://user:password@one:4222,two:4222` is enough.
    """
    named = [part.strip() for part in url.split(",") if part.strip()]
    if not named:
        return []
    scheme, _, rest = named[0].rpartition("://")
    sign_in = rest.rpartition("@")[0]
    return [_complete(each, scheme or "nats", sign_in) for each in named]


def _complete(address: str, scheme: str, sign_in: str) -> str:
    whole = address if "://" in address else f"{scheme}://{address}"
    if sign_in and "@" not in urlsplit(whole).netloc:
        kind, _, rest = whole.partition("://")
        whole = f"{kind}://{sign_in}@{rest}"
    return whole


def replicas() -> int:
    """How many servers of a cluster keep each message: GASLOOP_BUS_REPLICAS, 1 unless it says otherwise.

    ValueError for what is no number from 1 to 5. Three survive the loss of one server.
    """
    text = os.environ.get("GASLOOP_BUS_REPLICAS", "").strip() or "1"
    if not text.isdecimal() or not 1 <= int(text) <= MOST_REPLICAS:
        raise ValueError(f"GASLOOP_BUS_REPLICAS is {text!r}, not a number from 1 to {MOST_REPLICAS}")
    return int(text)

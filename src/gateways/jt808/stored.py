"""A message in one piece, as gateways keep it on the bus: header, without package item, and body.

A message that came in parts is longer than the header's ten bits of length can say. So a kept message is cut by its
edition, which is kept beside it, not by its length.
"""

from dataclasses import replace

from gateways.jt808.codec import Message, read_message
from gateways.jt808.faults import FrameError
from gateways.jt808.header import MAX_BODY, SPLIT_BIT, Header, Version, read_header, shape_of, write_header


def whole(header: Header, body: bytes) -> bytes:
    """A joined message in one piece; the length bits stop at 1023."""
    return write_header(replace(header, package=None), min(len(body), MAX_BODY)) + body


def bare(header: Header) -> bytes:
    """A message's header alone: what is kept of one whose body is a secret (0x0102 carries the auth code)."""
    return write_header(replace(header, package=None), 0)


def read_stored(raw: bytes, version: str) -> tuple[Header, bytes]:
    """Header and body of a kept message; of a single part, which has its package item, that part's.

    FrameError when it is shorter than a header, ValueError for an edition that does not exist.
    """
    edition = Version(version)
    size = shape_of(edition).fixed.size
    if len(raw) < size:
        raise FrameError(f"header needs {size} bytes, {len(raw)} are there")
    in_parts = int.from_bytes(raw[2:4], "big") & SPLIT_BIT
    if in_parts or len(raw) - size <= MAX_BODY:
        return read_header(raw, edition)
    header, _ = read_header(raw[: size + MAX_BODY], edition)
    return header, raw[size:]


def open_stored(raw: bytes, version: str) -> Message:
    """A kept message with its body as values. FrameError says what is wrong."""
    return read_message(*read_stored(raw, version))

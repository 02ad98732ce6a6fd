"""One frame whole: bytes to message, message to bytes."""

from dataclasses import dataclass, replace

from gateways.jt808.faults import FrameError
from gateways.jt808.fields import Body
from gateways.jt808.framing import unwrap, wrap
from gateways.jt808.header import MAX_BODY, Header, Package, Version, read_header, write_header
from gateways.jt808.messages import edition_of_register, name_of, read_body, write_body

REGISTER = 0x0100


@dataclass(frozen=True, slots=True)
class Message:
    """A header and its body as values. `version` in the header is what the body was read by."""

    header: Header
    body: Body

    @property
    def name(self) -> str:
        return name_of(self.header.msg_id)


def read_message(header: Header, body: bytes) -> Message:
    """Body bytes (joined, if the message came in parts) by the header's id and edition.

    An encrypted body and one part of several stay hex: `{"encrypted": …}`, `{"part": …}`.
    FrameError when the body is shorter than its layout; answer such a message with result 2.
    """
    if header.encryption:
        return Message(header, {"encrypted": body.hex()})
    if header.package and header.package.total > 1:
        return Message(header, {"part": body.hex()})
    if header.msg_id == REGISTER:
        header = replace(header, version=edition_of_register(body, header.version))
    return Message(header, read_body(header.msg_id, header.version, body))


def decode_payload(payload: bytes, known: Version | None = None) -> Message:
    """A payload as `Framer` gives it: header and body, unescaped, checked. `known`: edition of this phone's 0x0100."""
    header, body = read_header(payload, known)
    return read_message(header, body)


def decode(frame: bytes, known: Version | None = None) -> Message:
    """One frame with both flags. FrameError says what is wrong and where."""
    return decode_payload(unwrap(frame), known)


def encode(header: Header, body: Body) -> list[bytes]:
    """The frames that carry `body`: one, or as many parts as it needs, with consecutive serials from the header's.

    The header's version decides the layout, so answers take the version (and phone) of the terminal's header.
    """
    return encode_raw(header, write_body(header.msg_id, header.version, body))


def encode_raw(header: Header, raw: bytes) -> list[bytes]:
    """Frames for body bytes as they are. FrameError above 65535 parts."""
    if len(raw) <= MAX_BODY:
        return [wrap(write_header(header, len(raw)) + raw)]
    pieces = [raw[i : i + MAX_BODY] for i in range(0, len(raw), MAX_BODY)]
    if len(pieces) > 0xFFFF:
        raise FrameError(f"{len(raw)} bytes need {len(pieces)} parts, a message has at most 65535")
    frames: list[bytes] = []
    for index, piece in enumerate(pieces, 1):
        part = replace(header, serial=(header.serial + index - 1) & 0xFFFF, package=Package(len(pieces), index))
        frames.append(wrap(write_header(part, len(piece)) + piece))
    return frames


def show(message: Message) -> Body:
    """The JSON form `gasloop decode` prints."""
    header = message.header
    shown: Body = {
        "ok": True,
        "version": header.version.value,
        "msg_id": f"0x{header.msg_id:04X}",
        "name": message.name,
        "phone": header.phone,
        "serial": header.serial,
    }
    if header.encryption:
        shown["encryption"] = header.encryption
    if header.package:
        shown["package"] = {"total": header.package.total, "index": header.package.index}
    return shown | {"body": message.body}

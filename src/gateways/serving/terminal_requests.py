"""Requests of the platform to a JT/T 808 terminal, and how its answers find them.

Most are answered by 0x0001, which names their serial and id; queries by a message of their own, which names the serial,
or, for 0x0107 and 0x0608, nothing at all.
"""

from collections.abc import Hashable
from typing import TYPE_CHECKING

from gasloop.bus.devices import Downlink, DownlinkAnswer
from gateways.jt808.codec import Message
from gateways.jt808.messages import KINDS
from gateways.serving.downlinks import Answer

if TYPE_CHECKING:
    from gateways.serving.terminal import Terminal

TERMINAL_REPLY, HEARTBEAT, DEREGISTER, TIME_QUERY, RESEND_REQUEST = range(0x0001, 0x0006)
REGISTER, AUTHENTICATE, MEDIA = 0x0100, 0x0102, 0x0801
PLATFORM_REPLY, PARTS_AGAIN, TIME_REPLY, REGISTER_REPLY, MEDIA_REPLY = 0x8001, 0x8003, 0x8004, 0x8100, 0x8800

ANSWERS = frozenset({PLATFORM_REPLY, PARTS_AGAIN, TIME_REPLY, REGISTER_REPLY, MEDIA_REPLY})
"""These answer the terminal; nobody may send them as a request."""
ANSWERED_BY = {0x8104: 0x0104, 0x8106: 0x0104, 0x8107: 0x0107, 0x8201: 0x0201, 0x8500: 0x0500, 0x8608: 0x0608}
WITHOUT_SERIAL = frozenset({0x0107, 0x0608})
LONG_REQUESTS = 4
"""Requests in parts whose frames are kept for 0x0005."""


async def ask(terminal: "Terminal", downlink: Downlink) -> DownlinkAnswer:
    """Send a request and wait for its answer. ValueError for one that is none, NoAnswer for one in vain."""
    msg_id = int(downlink.kind.removeprefix("0x"), 16)
    kind = KINDS.get(msg_id)
    if kind is None or kind.direction != "down" or msg_id in ANSWERS or terminal.header is None:
        raise ValueError(f"{downlink.kind} is no request to a terminal")
    first = terminal.next_serial_now
    frames = terminal.frames(terminal.header, msg_id, downlink.body)
    last = (first + len(frames) - 1) & 0xFFFF
    if len(frames) > 1:
        terminal.long_requests[first] = frames
        while len(terminal.long_requests) > LONG_REQUESTS:
            del terminal.long_requests[next(iter(terminal.long_requests))]
    keys: list[Hashable] = list({(serial, msg_id) for serial in (first, last)})
    answer_id = ANSWERED_BY.get(msg_id)
    if answer_id is not None:
        keys.append(answer_id if answer_id in WITHOUT_SERIAL else (first, answer_id))
    answer = await terminal.requests.ask(tuple(keys), b"".join(frames), growing=True)
    return DownlinkAnswer(ok=answer.result == 0, result=answer.result, answer=answer.body)


def take_answer(terminal: "Terminal", message: Message) -> None:
    """Hand what the terminal says to the request it answers, if it answers one."""
    msg_id, body = message.header.msg_id, message.body
    if msg_id == TERMINAL_REPLY:
        asked, result = int(str(body["reply_id"]), 16), body["result"]
        # A query that was understood is answered by its own message; only a refusal ends it here.
        if result == 0 and asked in ANSWERED_BY and asked != 0x8500:
            return
        terminal.requests.answer((body["reply_serial"], asked), Answer(int(str(result))))
    elif msg_id in ANSWERED_BY.values():
        key: Hashable = msg_id if msg_id in WITHOUT_SERIAL else (body.get("reply_serial"), msg_id)
        terminal.requests.answer(key, Answer(0, body))


def send_parts_again(terminal: "Terminal", message: Message) -> None:
    """0x0005: parts of a long request that got lost."""
    frames = terminal.long_requests.get(int(str(message.body["first_serial"])), [])
    indexes = message.body["indexes"]
    for index in indexes if isinstance(indexes, list) else []:
        if isinstance(index, int) and 1 <= index <= len(frames):
            terminal.say(frames[index - 1])

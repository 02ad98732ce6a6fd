"""`gasloop decode jt808|gb26875 HEX|-`: what one frame says, or why it is none. One frame a line from standard input.

Starts fast: a codec is imported only when its protocol is asked for. Nothing a line holds makes this raise.
"""

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TextIO

MAX_LINE = 16_384
"""Characters; the longest escaped JT/T 808 frame needs 4184."""

Shown = dict[str, object]


def _jt808(raw: bytes) -> Shown:
    from gateways.jt808.codec import decode, show

    return show(decode(raw))


def _gb26875(raw: bytes) -> Shown:
    from gateways.gb26875.codec import decode

    return decode(raw)


DECODERS: Mapping[str, Callable[[bytes], Shown]] = {"jt808": _jt808, "gb26875": _gb26875}


def _failure(why: str) -> Shown:
    return {"ok": False, "error": why}


def decode_line(protocol: str, hex: str) -> Shown:  # noqa: A002 - the name the CLI and its users know it by
    """One frame in hex (blanks and a leading 0x are allowed) to its JSON form.

    `{"ok": true, …}` as `gateways.jt808.codec.show` and `gateways.gb26875.codec.show` describe, or
    `{"ok": false, "error": …}` with what is wrong and where.
    """
    decoder = DECODERS.get(protocol)
    if decoder is None:
        return _failure(f"protocol {protocol!r} is not known, use one of {', '.join(DECODERS)}")
    if len(hex) > MAX_LINE:
        return _failure(f"the line has more than {MAX_LINE} characters, no frame is that long")
    digits = "".join(hex.split()).removeprefix("0x").removeprefix("0X")
    if not digits:
        return _failure("no frame: the line is empty")
    wrong = next((i for i, char in enumerate(digits) if char not in "0123456789abcdefABCDEF"), None)
    if wrong is not None:
        return _failure(f"character {wrong + 1} is {digits[wrong]!r}, not a hex digit")
    if len(digits) % 2:
        return _failure(f"{len(digits)} hex digits: half a byte is missing")
    try:
        return decoder(bytes.fromhex(digits))
    except ValueError as error:  # FrameError and PacketError are ValueErrors
        return _failure(str(error))


def lines_of(stream: TextIO) -> Iterator[str]:
    """Every line, blank ones too: the n-th answer belongs to the n-th line. Bytes that are no text are garbage to be
    answered, not an end.

    Of an overlong line only its first part is kept, so that memory stays bounded.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    mark = "\ufeff"  # what some editors put before the first line
    while line := stream.readline(MAX_LINE + 2):
        whole = line.endswith("\n")
        while not whole and (more := stream.readline(MAX_LINE)):
            whole = more.endswith("\n")
        yield line.removeprefix(mark)
        mark = ""


def _as_text(shown: Shown) -> str:
    """For people: one `name: value` a line, nested values as JSON."""
    if not shown["ok"]:
        return f"✗ {shown['error']}"
    body = shown.get("body")
    flat = {name: value for name, value in shown.items() if name not in ("ok", "body")}
    if isinstance(body, dict):
        flat |= {f"  {name}": value for name, value in body.items()}
    rows = (
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in flat.items()
    )
    return "\n".join(rows)


def run(protocol: str, source: str, as_json: bool) -> int:
    """Decode `source`, or every line of standard input when it is `-`; print to standard output.

    With `as_json` one JSON object a line. Exit code 0 when every frame was good, 1 when one was not (a blank line is
    none), 2 for a protocol nobody knows. A reader who has seen enough (`| head`) ends it quietly.
    """
    if protocol not in DECODERS:
        sys.stderr.write(f"{_failure_text(protocol)}\n")
        return 2
    try:
        good = _answer(protocol, lines_of(sys.stdin) if source == "-" else (source,), as_json)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains again when it ends
        return 1
    return 0 if good else 1


def _answer(protocol: str, lines: Iterable[str], as_json: bool) -> bool:
    good = True
    for line in lines:
        shown = decode_line(protocol, line)
        good = good and shown["ok"] is True
        sys.stdout.write(json.dumps(shown, ensure_ascii=False) if as_json else _as_text(shown))
        sys.stdout.write("\n" if as_json else "\n\n")
    sys.stdout.flush()
    return good


def _failure_text(protocol: str) -> str:
    return str(decode_line(protocol, "")["error"])

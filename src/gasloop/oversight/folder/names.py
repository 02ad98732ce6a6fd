"""Names of files and directories that every system takes: no reserved signs, no endless lengths. Pure."""

import re

_RESERVED = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]+')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})
LONGEST = 48


def safe_name(text: str, longest: int = LONGEST) -> str:
    """`text` as one part of a path: what Windows does not take becomes a blank; never empty, never `.` or `..`."""
    clean = " ".join(_RESERVED.sub(" ", text).split())[:longest].strip(" .")
    if not clean or clean.partition(".")[0].casefold() in _DEVICES:
        return f"_{clean}"
    return clean

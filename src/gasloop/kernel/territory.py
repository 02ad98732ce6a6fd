"""Territory paths: where a record lies, as a path of division codes (`500152110/001/03/`).

A subtree is a prefix; every segment ends in `/`, so `…/01/` is no prefix of `…/011/`.
"""

ROOT = ""


def child(parent: str, code: str) -> str:
    """The path of the division `code` directly below `parent`; ValueError for an empty code or one with `/`."""
    if not code or "/" in code:
        raise ValueError(f"not a division code: {code!r}")
    return f"{parent}{code}/"


def contains(subtree: str, path: str) -> bool:
    """Does `path` lie in `subtree` (itself included)?"""
    return path.startswith(subtree)


def parent(path: str) -> str:
    """The path one level up; the root's parent is the root."""
    head = path.rstrip("/").rpartition("/")[0]
    return f"{head}/" if head else ROOT


def ancestors(path: str) -> tuple[str, ...]:
    """Every path above `path`, nearest first, without the empty root."""
    found = []
    while path := parent(path):
        found.append(path)
    return tuple(found)

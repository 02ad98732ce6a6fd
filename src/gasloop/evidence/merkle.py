"""Merkle trees as in RFC 9162, section 2.1: leaves are hashed after a 0x00 byte, nodes after a 0x01 byte.

Everything works on leaf hashes; `algorithm` is a name `hashlib.new` knows. No database.
"""

from collections.abc import Sequence

from gasloop.evidence.digests import digest

LEAF = b"\x00"
NODE = b"\x01"


def leaf_hash(algorithm: str, content: bytes) -> bytes:
    """HASH(0x00 || content), RFC 9162, 2.1.1."""
    return digest(algorithm, LEAF, content)


def node_hash(algorithm: str, left: bytes, right: bytes) -> bytes:
    """HASH(0x01 || left || right), RFC 9162, 2.1.1."""
    return digest(algorithm, NODE, left, right)


def _level_up(algorithm: str, level: Sequence[bytes]) -> list[bytes]:
    """One level nearer to the root; a node without a partner rises as it is, which gives the tree of the RFC."""
    paired = [node_hash(algorithm, level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return [*paired, level[-1]] if len(level) % 2 else paired


def root(algorithm: str, leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of the leaf hashes; of none, the digest of nothing (RFC 9162, 2.1.1)."""
    if not leaves:
        return digest(algorithm)
    level = list(leaves)
    while len(level) > 1:
        level = _level_up(algorithm, level)
    return level[0]


def path(algorithm: str, leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The inclusion proof of leaf `index`, nearest sibling first (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"leaf {index} of {len(leaves)}")
    siblings, level = [], list(leaves)
    while len(level) > 1:
        partner = index ^ 1
        if partner < len(level):
            siblings.append(level[partner])
        level, index = _level_up(algorithm, level), index // 2
    return siblings


def root_of_path(algorithm: str, leaf: bytes, index: int, size: int, siblings: Sequence[bytes]) -> bytes:
    """The root that the proof leads to (RFC 9162, 2.1.3.2); ValueError when its length does not fit the tree."""
    if not 0 <= index < size:
        raise ValueError("the leaf lies outside the tree")
    found, position, last = leaf, index, size - 1
    for sibling in siblings:
        if last == 0:
            raise ValueError("the proof is longer than the tree is high")
        if position % 2 or position == last:
            found = node_hash(algorithm, sibling, found)
            while not position % 2 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(algorithm, found, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise ValueError("the proof is shorter than the tree is high")
    return found

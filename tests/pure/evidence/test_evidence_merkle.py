"""Trees of RFC 9162 (same as RFC 6962): known values, and any tree, any leaf, any flipped bit."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pure.evidence.gasverify_module import load

from gasloop.evidence import merkle

# The inputs and roots that the Certificate Transparency implementations test with (RFC 6962 reference tree).
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash("sha256", bytes.fromhex(raw)) for raw in INPUTS]
GASVERIFY = load()

algorithms = st.sampled_from(["sha256", "sm3"])


def leaves_of(algorithm: str, size: int) -> list[bytes]:
    return [merkle.leaf_hash(algorithm, number.to_bytes(4, "big")) for number in range(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_of_the_reference_tree(size: int) -> None:
    assert merkle.root("sha256", LEAVES[:size]).hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_digest_of_nothing() -> None:
    assert merkle.root("sha256", []) == hashlib.sha256().digest()


def test_the_path_of_the_reference_tree() -> None:
    assert [node.hex() for node in merkle.path("sha256", LEAVES, 0)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


@given(size=st.integers(1, 130), data=st.data(), algorithm=algorithms)
def test_any_leaf_of_any_tree_is_proved_by_both_implementations(size: int, data: st.DataObject, algorithm: str) -> None:
    leaves = leaves_of(algorithm, size)
    index = data.draw(st.integers(0, size - 1))
    root, path = merkle.root(algorithm, leaves), merkle.path(algorithm, leaves, index)
    assert merkle.root_of_path(algorithm, leaves[index], index, size, path) == root
    assert GASVERIFY.root_of_path(algorithm, leaves[index], index, size, path) == root
    growing = GASVERIFY.GrowingTree(algorithm)
    for leaf in leaves:
        growing.add(leaf)
    assert growing.root() == root


@given(size=st.integers(1, 130), data=st.data())
def test_a_flipped_bit_anywhere_proves_nothing(size: int, data: st.DataObject) -> None:
    leaves = leaves_of("sha256", size)
    index = data.draw(st.integers(0, size - 1))
    path = merkle.path("sha256", leaves, index)
    pieces = [leaves[index], *path]
    which, bit = data.draw(st.integers(0, len(pieces) - 1)), data.draw(st.integers(0, 255))
    flipped = (int.from_bytes(pieces[which], "big") ^ (1 << bit)).to_bytes(32, "big")
    pieces[which] = flipped
    assert merkle.root_of_path("sha256", pieces[0], index, size, pieces[1:]) != merkle.root("sha256", leaves)


@given(size=st.integers(2, 130), data=st.data())
def test_a_path_for_one_place_does_not_do_for_another(size: int, data: st.DataObject) -> None:
    leaves = leaves_of("sha256", size)
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    path = merkle.path("sha256", leaves, index)
    try:
        found = merkle.root_of_path("sha256", leaves[index], other, size, path)
    except ValueError:
        return
    assert (found == merkle.root("sha256", leaves)) == (index == other)


@given(size=st.integers(2, 130), data=st.data())
def test_a_path_too_short_or_too_long_is_refused(size: int, data: st.DataObject) -> None:
    leaves = leaves_of("sha256", size)
    index = data.draw(st.integers(0, size - 1))
    path = merkle.path("sha256", leaves, index)
    for wrong in (path[:-1], [*path, bytes(32)]):
        with pytest.raises(ValueError, match="proof is"):
            merkle.root_of_path("sha256", leaves[index], index, size, wrong)


def test_a_leaf_is_never_taken_for_a_node() -> None:
    inner = b"".join(LEAVES[:2])
    assert merkle.leaf_hash("sha256", inner) != merkle.node_hash("sha256", *LEAVES[:2])

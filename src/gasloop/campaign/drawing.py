"""The provable draw, pure: anybody can do it again with the published file and twenty lines (`docs/draw.md`).

1. Commit: a secret seed is thrown; its SHA-256, the commitment, is logged and sealed.
2. Only then is the population fixed: the numbers of all objects that meet the criteria, sorted.
3. Somebody present names a public word, which nobody could know when the seed was thrown.
4. Draw: each number gets the key SHA-256(seed LF word LF number), hexadecimal; the `size` smallest keys are drawn,
   in the order of their keys. Seed, word, population and result are published in one file.

Whoever threw the seed could not steer it (the population and the word came later), whoever fixed the population or
named the word could not either (the seed was secret but could no longer be changed).
"""

import hashlib
import json
import secrets
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

FORMAT = "gasloop-draw-1"
OK, FAULTY = 0, 1


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a draw file: a code for programs, a sentence for people."""

    code: str
    message: str


def new_seed() -> str:
    """32 random bytes from the operating system, hexadecimal."""
    return secrets.token_hex(32)


def commitment_of(seed: str) -> str:
    """What is published of a seed beforehand: its SHA-256, hexadecimal."""
    return hashlib.sha256(seed.encode()).hexdigest()


def draw(seed: str, word: str, population: Sequence[str], size: int) -> list[str]:
    """The drawn numbers, in the order of the draw. The order of `population` does not matter."""
    return sorted(population, key=lambda number: (_key(seed, word, number), number))[:size]


def _key(seed: str, word: str, number: str) -> str:
    return hashlib.sha256(f"{seed}\n{word}\n{number}".encode()).hexdigest()


def faults_of(file: Mapping[str, object]) -> list[Fault]:
    """What is wrong with a published draw; an empty list when it is what the seed, the word and the population give."""
    if file.get("format") != FORMAT:
        return [Fault("format", f"不是抽取文件：format 应为 {FORMAT}。")]
    seed, word, commitment = file.get("seed"), file.get("word"), file.get("commitment")
    population, drawn, size = file.get("population"), file.get("drawn"), file.get("size")
    if not (isinstance(seed, str) and isinstance(word, str) and isinstance(commitment, str)):
        return [Fault("incomplete", "缺少 seed、word 或 commitment。")]
    if not (_numbers(population) and _numbers(drawn) and isinstance(size, int) and not isinstance(size, bool)):
        return [Fault("incomplete", "缺少 population、drawn 或 size。")]
    return _compare(seed, word, commitment, population, drawn, size)


def _compare(seed: str, word: str, commitment: str, population: list[str], drawn: list[str], size: int) -> list[Fault]:
    found = []
    if commitment_of(seed) != commitment:
        found.append(Fault("commitment", "种子与事先公布的摘要不符：种子被换过。"))
    if population != sorted(set(population)):
        found.append(Fault("population", "名单没有排序，或有重复。"))
    if not 0 < size <= len(population):
        found.append(Fault("size", f"抽取数{size}不在1与名单总数{len(population)}之间。"))
    again = draw(seed, word, population, max(size, 0))
    if again != drawn:
        at = next(
            (i for i, (a, b) in enumerate(zip(again, drawn, strict=False)) if a != b), min(len(again), len(drawn))
        )
        expected = again[at] if at < len(again) else "（无）"
        stated = drawn[at] if at < len(drawn) else "（无）"
        found.append(Fault("drawn", f"结果第{at + 1}个应为{expected}，文件写的是{stated}。"))
    return found


def _numbers(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def run_verify(path: Path, as_json: bool) -> int:
    """`gasloop draw verify FILE`: exit code 0 when the draw is right, 1 when it is not or the file cannot be read."""
    try:
        file = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        file, found = {}, [Fault("unreadable", f"读不了这个文件：{error}")]
    else:
        found = faults_of(file) if isinstance(file, dict) else [Fault("format", "不是抽取文件。")]
    if as_json:
        report = {"valid": not found, "campaign": file.get("campaign") if isinstance(file, dict) else None}
        told = [{"code": fault.code, "message": fault.message} for fault in found]
        sys.stdout.write(json.dumps({**report, "faults": told}, ensure_ascii=False) + "\n")
    elif found:
        sys.stdout.write("".join(f"不符：{fault.message}\n" for fault in found))
    else:
        drawn, population = file["drawn"], file["population"]
        sys.stdout.write(f"相符：从{len(population)}个对象中抽取{len(drawn)}个，与种子、公开数和名单算出的一致。\n")
    return FAULTY if found else OK

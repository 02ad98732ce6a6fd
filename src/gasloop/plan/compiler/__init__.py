"""The plan compiler: a red-header paper becomes clauses, duties, offices, phases and remarks. No Django."""

from gasloop.plan.compiler.document import Block, Clause, Office, OfficeRole, Paper, Phase, Remark, Section
from gasloop.plan.compiler.parsing import parse, parse_file
from gasloop.plan.compiler.reading import Unreadable

__all__ = [
    "Block",
    "Clause",
    "Office",
    "OfficeRole",
    "Paper",
    "Phase",
    "Remark",
    "Section",
    "Unreadable",
    "parse",
    "parse_file",
]

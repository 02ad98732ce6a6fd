"""Excel in: one `Importer` beside the `Listing` says what each column is; the machine does the rest."""

from gasloop.shell.importing.cells import Masked
from gasloop.shell.importing.copying import copy_in, copy_over
from gasloop.shell.importing.declared import Importer, ImportField, Judgement, Kept, Row, Verdict, Written
from gasloop.shell.importing.one_by_one import OneByOne, RowByRow
from gasloop.shell.importing.parsers import (
    InOffice,
    OneOf,
    Parser,
    Place,
    YesNo,
    code,
    day,
    last_day,
    number,
    personal,
    text,
    whole,
)
from gasloop.shell.importing.streaming import InStream, Shape

__all__ = [
    "ImportField", "Importer", "InOffice", "InStream", "Judgement", "Kept", "Masked", "OneByOne", "OneOf", "Parser",
    "Place", "Row", "RowByRow", "Shape", "Verdict", "Written", "YesNo", "code", "copy_in", "copy_over", "day",
    "last_day", "number", "personal", "text", "whole",
]  # fmt: skip

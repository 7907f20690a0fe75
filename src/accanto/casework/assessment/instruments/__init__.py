"""Instruments as versioned files: what they ask, of whom, for whose eyes, and how much each answer weighs."""

from accanto.casework.assessment.instruments.files import (
    InstrumentChanged,
    instrument_files,
    instrument_of,
    load_instrument,
)
from accanto.casework.assessment.instruments.schema import Instrument, Item, Option, Section, Words
from accanto.casework.assessment.instruments.values import (
    Value,
    ValueRefused,
    in_words,
    read_value,
    value_as_typed,
)

__all__ = [
    "Instrument",
    "InstrumentChanged",
    "Item",
    "Option",
    "Section",
    "Value",
    "ValueRefused",
    "Words",
    "in_words",
    "instrument_files",
    "instrument_of",
    "load_instrument",
    "read_value",
    "value_as_typed",
]

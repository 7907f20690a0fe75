"""Counting: importing this package registers every calculation."""

from accanto.steering.indicators.queries import calculations_households, calculations_pathway, tables
from accanto.steering.indicators.queries.behind import parts_of
from accanto.steering.indicators.queries.report import all_figures, one_figure, some_figures

__all__ = [
    "all_figures",
    "calculations_households",
    "calculations_pathway",
    "one_figure",
    "parts_of",
    "some_figures",
    "tables",
]

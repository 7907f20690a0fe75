"""Tables in files: read safely what others send, write what people take away.

``open_table(path)`` gives a :class:`~accanto.core.sheets.reading.TableFile`: its sheets, and each sheet's
rows one by one, with the row number that a person sees in the spreadsheet. Anything that cannot be read
raises :class:`~accanto.core.sheets.errors.SheetRefused`, whose text says what, where and how to mend it.

``write_table(stream, export_format=..., columns=..., rows=...)`` writes xlsx, csv or ods; no text ever
becomes a formula.
"""

from accanto.core.sheets.errors import SheetRefused
from accanto.core.sheets.limits import Limits
from accanto.core.sheets.reading import Row, TableFile, open_table
from accanto.core.sheets.writing import CONTENT_TYPES, Column, ExportFormat, write_table

__all__ = [
    "CONTENT_TYPES",
    "Column",
    "ExportFormat",
    "Limits",
    "Row",
    "SheetRefused",
    "TableFile",
    "open_table",
    "write_table",
]

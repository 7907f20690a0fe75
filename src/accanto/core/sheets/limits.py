"""How much of a file we are ready to read."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds checked before a file is opened; sizes in bytes.

    ``ratio`` is uncompressed to compressed size, looked at only above ``ratio_from`` bytes: small
    workbooks of equal rows compress very well and harm nobody.
    """

    file_size: int = 20 * MEGABYTE
    unpacked_size: int = 200 * MEGABYTE
    ratio: int = 200
    ratio_from: int = 20 * MEGABYTE
    entries: int = 2_000
    rows: int = 100_000
    columns: int = 200
    cells: int = 2_000_000
    cell_length: int = 20_000

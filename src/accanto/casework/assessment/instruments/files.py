import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from accanto.casework.assessment.instruments.checking import InstrumentFileError, check_instrument
from accanto.casework.assessment.instruments.schema import Instrument

if TYPE_CHECKING:
    from accanto.casework.assessment.models import InstrumentVersion

FOLDER = Path(__file__).parents[1] / "data" / "instruments"


class InstrumentChanged(RuntimeError):
    """The file of a published version is not the one that was published."""


def instrument_files(folder: Path = FOLDER) -> list[Path]:
    return sorted(folder.glob("*/v*.yaml"))


@cache
def load_instrument(path: Path) -> Instrument:
    """:raises InstrumentFileError: the file does not follow the schema, or its name says something else."""
    content = path.read_bytes()
    try:
        document = yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise InstrumentFileError(f"{path.name}: cannot be read: {error}") from error
    file = f"{path.parent.name}/{path.name}"
    instrument = check_instrument(document, file, hashlib.sha256(content).hexdigest())
    if (path.parent.name, path.stem) != (instrument.code, f"v{instrument.version}"):
        raise InstrumentFileError(
            f"{file}: the name says otherwise than {instrument.code} v{instrument.version}"
        )
    return instrument


def instrument_of(version: "InstrumentVersion") -> Instrument:
    """The instrument that an assessment was opened with.

    :raises InstrumentChanged: its file was edited after it was published.
    """
    instrument = load_instrument(FOLDER / version.code / f"v{version.version}.yaml")
    if instrument.sha256 != version.sha256:
        raise InstrumentChanged(
            f"{version}: put back the published file and write the change as a new version"
        )
    return instrument

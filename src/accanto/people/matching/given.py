"""What a desk types of somebody before anybody is written down."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

from accanto.people.matching.comparing.scoring import Known
from accanto.people.persons import codes
from accanto.people.persons.naming import fold, fold_contact, search_name


@dataclass(frozen=True)
class Given:
    """All of it may be missing, but not together. `birth_place` is a cadastral code, `code` without blanks."""

    first_name: str = ""
    last_name: str = ""
    sex: str = ""
    birth_date: date | None = None
    birth_place: str = ""
    code: str = ""
    phone: str = ""
    town: str = ""
    address: str = ""

    @property
    def empty(self) -> bool:
        return not (self.folded or self.code or self.phone)

    @property
    def folded(self) -> str:
        return search_name(self.last_name, self.first_name)

    @property
    def swapped(self) -> str:
        return search_name(self.first_name, self.last_name)

    @property
    def digits(self) -> str:
        return fold_contact(self.phone)

    def completed(self) -> "Given":
        """With what a valid codice fiscale adds where nothing was typed: sex and place, never the day of birth."""
        read = codes.decode(self.code)
        if read is None:
            return self
        return replace(self, sex=self.sex or read.sex, birth_place=self.birth_place or read.place)

    def as_known(self) -> Known:
        return Known(
            last_name=self.last_name,
            first_name=self.first_name,
            sex=self.sex,
            birth_date=self.birth_date,
            birth_place=self.birth_place,
            codes=frozenset(filter(None, [self.code])),
            phones=frozenset(filter(None, [self.digits])),
            town=fold(self.town),
            street=fold(self.address),
        )

    def digest(self) -> str:
        """Of what tells people apart: whoever changes it has to look again."""
        said = [self.folded, str(self.birth_date or ""), self.birth_place, self.code, self.sex]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

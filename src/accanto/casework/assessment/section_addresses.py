"""How a section stands in an address: in Italian, like every address; codes stay what instruments call them."""

from django.urls import register_converter
from django.urls.converters import SlugConverter

SLUGS = {
    "request": "richiesta",
    "work": "lavoro",
    "education": "formazione",
    "economy": "economia",
    "housing": "casa",
    "conditions": "salute",
    "disability": "disabilita",
    "minors": "minori",
    "services": "servizi",
    "networks": "reti",
    "strengths": "punti-di-forza",
    "functioning": "vita-quotidiana",
    "economic": "situazione-economica",
    "synthesis": "sintesi",
}
_CODES = {slug: code for code, slug in SLUGS.items()}


class SectionConverter(SlugConverter):
    """The word, or the code itself: that of addresses kept from before, and of a section without a word of its own."""

    def to_python(self, value: str) -> str:
        return _CODES.get(value, value)

    def to_url(self, value: str) -> str:
        return SLUGS.get(value, value)


def register() -> None:
    register_converter(SectionConverter, "section")

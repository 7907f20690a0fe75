"""Words of the desk's vocabularies, for its templates."""

from django import template

from accanto.access.desk.languages import ITALIAN, label_of
from accanto.access.desk.models import Ticket

register = template.Library()


@register.filter
def language(code: str) -> str:
    """Its name; nothing for Italian, which goes without saying."""
    return label_of(code) if code and code != ITALIAN else ""


@register.simple_tag
def ticket_words(ticket: Ticket) -> str:
    """«arabo · in gravidanza · con passeggino»: what an operator reads beside a number."""
    priority = str(ticket.get_priority_display()) if ticket.priority else ""
    return " · ".join(part for part in (ticket.words, language(ticket.language), priority) if part)

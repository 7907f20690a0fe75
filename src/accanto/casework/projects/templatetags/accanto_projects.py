"""Words of projects in templates."""

from django import template

from accanto.casework.assessment.enums import Area

register = template.Library()


@register.filter
def area_label(code: str) -> str:
    """The area of life of a goal: «Casa»."""
    return str(Area(code).label).capitalize() if code in Area.values else code

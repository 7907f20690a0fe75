"""How every form of the product is drawn: label, hint, error with its remedy, summary at the top."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.template import TemplateDoesNotExist
from django.template.loader import get_template


class AccantoRenderer(DjangoTemplates):
    """Reads our templates with the project's engine, and Django's own for every other widget."""

    form_template_name = "accanto/forms/form.html"
    field_template_name = "accanto/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("accanto/"):
            try:
                return get_template(template_name)
            except TemplateDoesNotExist:
                pass
        return super().get_template(template_name)

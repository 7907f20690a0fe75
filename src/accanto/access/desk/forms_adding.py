"""What is added to a contact afterwards."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.desk.forms import LongText
from accanto.access.desk.forms_contact import OutcomesForm


class AddForm(OutcomesForm):
    listening = LongText(
        label=gettext_lazy("More listening notes"),
        help_text=gettext_lazy("They are put below those that are written already."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("outcomes") and not given.get("listening", "").strip():
            self.add_error("outcomes", _("Choose what came of it, or write what was said."))
        return given

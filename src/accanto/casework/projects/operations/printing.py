"""The project on paper: readable by the family, archivable, with its content attached for machines."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.projects.models import Project
from accanto.casework.projects.queries.content import Content, commitments_of, content_of, first_names
from accanto.core.pdf import fingerprint, letterhead_data, render_pdf
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.households.queries import members_of
from accanto.territory.places.models import Zone

TEMPLATE = Path(__file__).resolve().parents[1] / "templates_typst" / "project.typ"


def freeze(project: Project, *, number: int, at: datetime) -> tuple[bytes, Content, str]:
    """The PDF, the content as plain data, and the fingerprint of the content that every page carries.

    Always in the zone's own language: it is the paper that the family signs, whatever language the worker uses.
    """
    with translation.override(settings.LANGUAGE_CODE):
        content = {"version": number, "proposed_on": at.date(), **content_of(project)}
        plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
        mark = fingerprint(plain)
        data = {
            **_frame(project, number, at.date()),
            "fingerprint": mark,
            "content": plain,
            "words": _words(),
        }
        return render_pdf(TEMPLATE, data, made_at=at), plain, mark


def _frame(project: Project, number: int, on: date) -> dict[str, Any]:
    unit = project.case.unit
    zone = Zone.objects.select_related("seat").first()
    members = [member.person for member in members_of(project.case.household, on)]
    body = zone.legal_name if zone else unit.organisation.name
    address = [line for line in (unit.name, unit.address, unit.phone) if line]
    head = letterhead_data(
        title=_("Project of the household %(label)s") % {"label": project.case.household.label},
        body=body,
        address=address,
        protocol=project.case.number,
        dated=_("%(place)s, %(day)s") % {"place": unit.seat.name, "day": date_words(on)},
    )
    people = ngettext("A project for %(names)s.", "A project for %(names)s.", len(members)) % {
        "names": first_names(members)
    }
    responsible = project.case.responsible
    return {
        **head,
        "household": project.case.household.label,
        "number": number,
        "people": people,
        "contact": _("For any question: %(name)s, %(unit)s.") % {"name": responsible, "unit": unit.name}
        if responsible
        else "",
        "by_person": _by_person(project),
    }


def _by_person(project: Project) -> list[dict[str, Any]]:
    """Commitments under the name of who takes them, in the order in which they were written."""
    found: dict[str, list[str]] = {}
    for commitment in commitments_of(project):
        found.setdefault(str(commitment.person), []).append(commitment.text)
    return [{"name": name, "texts": texts} for name, texts in found.items()]


def _words() -> dict[str, str]:
    return {
        "kicker": _("Personalised project"),
        "version": _("Version"),
        "goals": _("What we want to change"),
        "goals_intro": _("Each goal says what will be seen when it is reached, and who does what."),
        "expected": _("We shall see that"),
        "by": _("by"),
        "who": _("Who"),
        "what": _("What they do"),
        "when": _("By when"),
        "no_date": _("as soon as possible"),
        "commitments": _("What each of us undertakes"),
        "supports": _("Help that the services give"),
        "for_whom": _("For"),
        "paid": _("Paid with"),
        "rules": _("What to know"),
        "rule_review": _(
            "At least every 90 days we meet to see how it goes and, if needed, we change the project together."
        ),
        "rule_change": _("Nothing in this project changes without being read and signed again."),
        "rule_copy": _("A copy stays with you. You can ask for another at any time."),
        "signatures": _("Signatures"),
        "signatures_intro": _("Who signs has read the project, or has had it read aloud, and agrees."),
        "sign_here": _("Signature"),
        "date_here": _("Date"),
        "attached": _("The content of this project as data"),
    }

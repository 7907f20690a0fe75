"""The list that the person takes home: who opened the file, when and why, in plain Italian."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.core.dated_rules import rule_at
from accanto.core.pdf import letterhead_data, render_pdf
from accanto.core.templatetags.accanto_ui import date_words
from accanto.steering.privacy import words
from accanto.steering.privacy.patterns import FILE
from accanto.steering.privacy.queries import Opened, posts_of, role_on
from accanto.territory.places.models import Zone
from accanto.territory.staff.models import RoleGrant, User

TEMPLATE = Path(__file__).parent / "templates_typst" / "openings.typ"


def list_for_the_person(case: Case, openings: Sequence[Opened], at: datetime) -> bytes:
    """Operators by role and office, or by name too where the zone has decided so (`data/patterns.yaml`)."""
    with translation.override("it"):
        today = timezone.localtime(at).date()
        named = rule_at(FILE, today, "disclosure")["operators"] == "name"
        users = {opened.user_id for opened in openings}
        names = {user.pk: str(user) for user in User.objects.filter(pk__in=users)} if named else {}
        posts = posts_of(users)
        rows = [_line(opened, names, posts.get(opened.user_id, [])) for opened in openings]
        data = {
            **letterhead_data(
                title=_("Who opened your file"),
                body=Zone.objects.values_list("name", flat=True).first() or "",
                dated=date_words(today),
            ),
            "case": _("Household %(label)s, case %(number)s")
            % {"label": case.household.label, "number": case.number},
            "opening": _(
                "These are the people of the services who opened your file up to today. Each line is a day. You may ask"
                " the social worker who follows you, or the privacy officer, about any of them."
            ),
            "headings": [_("When"), _("Who"), _("What they saw"), _("Why they could")],
            "rows": rows,
            "nobody": _("Nobody has opened it yet."),
            "closing": _(
                "Article 15 of Regulation (EU) 2016/679 gives you the right to this list, free of charge."
            ),
        }
        return render_pdf(TEMPLATE, data, made_at=at)


def _line(opened: Opened, names: dict[int, str], posts: list[RoleGrant]) -> list[str]:
    role, office = role_on(posts, opened.day)
    who = " · ".join(filter(None, [names.get(opened.user_id, ""), role, office])) or _(
        "an operator of the zone"
    )
    rights = "; ".join(dict.fromkeys(words.right_in_words(right) for right in opened.rights))
    first = timezone.localtime(opened.first_at)
    when = f"{date_words(opened.day)}, {first:%H:%M}"
    return [when, who, words.pages_in_words(opened.pages), "; ".join([rights, *opened.reasons])]

"""What an extract tells of records taken for one person: that somebody said so; never whose the other record is."""

from django.utils.translation import gettext_lazy

from accanto.people.persons.extracts import leave_out


def register() -> None:
    leave_out(
        ["matching.PersonLink", "matching.NotTheSame", "matching.Pair"],
        gettext_lazy(
            "Which other records are, or are not, the same person: they may speak of somebody else. "
            "Where two records are the same person, each is told on its own."
        ),
    )
    leave_out(
        ["matching.PersonSearch"],
        gettext_lazy("That somebody looked for the person before writing them down: nothing typed is kept."),
    )

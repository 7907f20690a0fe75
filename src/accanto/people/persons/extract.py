"""What an extract tells of the person: identity, homes, contacts, who may see them."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.people.persons.compartments import fenced
from accanto.people.persons.extracts import Section, Subject, Told, leave_out, register_section, told
from accanto.people.persons.models import (
    AccessGrant,
    Citizenship,
    ContactPoint,
    Identifier,
    Pregnancy,
    Protection,
    Residence,
    Restriction,
)
from accanto.people.persons.queries import birth_place_words


def register() -> None:
    register_section(
        Section(10, "identity", gettext_lazy("Who you are"), ("persons.Person", "persons.Identifier"), _who)
    )
    register_section(
        Section(
            20,
            "whereabouts",
            gettext_lazy("Where you live and how you are reached"),
            ("persons.Residence", "persons.ContactPoint", "persons.Protection"),
            _where,
        )
    )
    register_section(
        Section(
            30,
            "facts",
            gettext_lazy("Citizenship and pregnancies"),
            ("persons.Citizenship", "persons.Pregnancy"),
            _facts,
        )
    )
    register_section(
        Section(
            800,
            "rights",
            gettext_lazy("Who may see your data, and its restrictions"),
            ("persons.AccessGrant", "persons.Restriction"),
            _rights,
        )
    )
    leave_out(
        ["persons.SafeContact"],
        gettext_lazy(
            "How to reach a person without doing harm: on paper it could be read by whoever it shields from."
        ),
    )
    leave_out(
        ["persons.Bar"],
        gettext_lazy(
            "Which operators must not see the person: it concerns the operators, and may reveal a danger."
        ),
    )


def _who(subject: Subject) -> list[Told]:
    person = subject.person
    codes = Identifier.objects.filter(person=person).order_by("valid_from", "pk")
    return [
        told(
            _("Personal details"),
            ("last_name", _("Surname"), person.last_name),
            ("first_name", _("First name"), person.first_name),
            ("sex", _("Sex"), person.get_sex_display() if person.sex else ""),
            ("birth_date", _("Born on"), person.birth_date),
            ("birth_place", _("Born in"), birth_place_words(person)),
            ("died_on", _("Died on"), person.died_on),
            ("identity_level", _("How sure the identity is"), person.get_identity_level_display()),
            ("created_at", _("Known to the service since"), person.created_at),
        ),
        *(
            told(
                code.get_kind_display(),
                ("value", _("Code"), code.value),
                ("valid_from", _("From"), code.valid_from),
                ("valid_to", _("Until"), code.valid_to),
            )
            for code in codes
        ),
    ]


def _where(subject: Subject) -> list[Told]:
    protections = [
        told(
            _("Protection"),
            ("kind", _("What is not told"), row.get_kind_display()),
            ("starts_on", _("From"), row.starts_on),
            ("ends_on", _("Until"), row.ends_on),
        )
        for row in Protection.objects.filter(person=subject.person).order_by("starts_on", "pk")
    ]
    if subject.sheltered:
        words = _(
            "Address and contacts are kept and are not written here, for your safety: ask whoever follows you to read"
            " them to you."
        )
        return [*protections, told(_("Home and contacts"), ("note", _("Note"), words))]
    homes = Residence.objects.filter(person=subject.person).select_related("municipality")
    contacts = ContactPoint.objects.filter(person=subject.person).order_by("pk")
    return [
        *(
            told(
                _("Residence"),
                ("municipality", _("Town"), str(home.municipality)),
                ("address", _("Address"), home.address),
                ("starts_on", _("From"), home.starts_on),
                ("ends_on", _("Until"), home.ends_on),
            )
            for home in homes.order_by("starts_on", "pk")
        ),
        *(
            told(
                contact.get_kind_display(),
                ("value", _("Contact"), contact.value),
                ("note", _("Note"), subject.hide(contact.note)),
                ("starts_on", _("From"), contact.starts_on),
                ("ends_on", _("Until"), contact.ends_on),
            )
            for contact in contacts
        ),
        *protections,
    ]


def _facts(subject: Subject) -> list[Told]:
    return [
        *(
            told(
                _("Citizenship"),
                ("country", _("State (ISO 3166 code)"), row.country),
                ("starts_on", _("From"), row.starts_on),
                ("ends_on", _("Until"), row.ends_on),
            )
            for row in Citizenship.objects.filter(person=subject.person).order_by("pk")
        ),
        *(
            told(
                _("Pregnancy"),
                ("declared_on", _("Declared on"), row.declared_on),
                ("expected_on", _("Expected on"), row.expected_on),
                ("ended_on", _("Ended on"), row.ended_on),
            )
            for row in Pregnancy.objects.filter(person=subject.person).order_by("pk")
        ),
    ]


def _rights(subject: Subject) -> list[Told]:
    """Operators by their office alone; of a fenced compartment nothing, not even that it is there."""
    rows = AccessGrant.objects.filter(
        Q(context=None) | Q(context__in=subject.cases), person=subject.person, reaches=True
    ).exclude(compartment__in=fenced())
    restrictions = Restriction.objects.filter(person=subject.person).order_by("starts_at", "pk")
    return [
        *(
            told(
                _("Restriction (art. 18)"),
                ("ground", _("Ground"), str(row.get_ground_display())),
                ("reason", _("Why"), subject.hide(row.reason)),
                ("starts_at", _("From"), row.starts_at),
                ("ends_at", _("Until"), row.ends_at),
                ("end_reason", _("Why it ended"), subject.hide(row.end_reason)),
            )
            for row in restrictions
        ),
        *(
            told(
                str(row.get_reason_display()),
                ("office", _("Office"), str(row.office) if row.office else _("an operator of the zone")),
                ("depth", _("What they may see"), str(row.get_depth_display())),
                ("starts_at", _("From"), row.starts_at),
                ("ends_at", _("Until"), row.ends_at),
            )
            for row in rows.select_related("office").order_by("starts_at", "pk")
        ),
    ]

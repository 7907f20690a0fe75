"""What one member of a household is to another: both are known by their relation to the reference person alone."""

from django.utils.translation import gettext, gettext_lazy

from accanto.people.households.enums import Relation

# Of somebody seen by the reference person → of the reference person seen by them.
_BACK = {
    Relation.SPOUSE: Relation.SPOUSE,
    Relation.PARTNER: Relation.PARTNER,
    Relation.CHILD: Relation.PARENT,
    Relation.PARENT: Relation.CHILD,
    Relation.SIBLING: Relation.SIBLING,
    Relation.GRANDPARENT: Relation.GRANDCHILD,
    Relation.GRANDCHILD: Relation.GRANDPARENT,
}
_WORDS = {
    (Relation.SPOUSE, "f"): gettext_lazy("wife"),
    (Relation.SPOUSE, "m"): gettext_lazy("husband"),
    (Relation.CHILD, "f"): gettext_lazy("daughter"),
    (Relation.CHILD, "m"): gettext_lazy("son"),
    (Relation.PARENT, "f"): gettext_lazy("mother"),
    (Relation.PARENT, "m"): gettext_lazy("father"),
    (Relation.SIBLING, "f"): gettext_lazy("sister"),
    (Relation.SIBLING, "m"): gettext_lazy("brother"),
    (Relation.GRANDPARENT, "f"): gettext_lazy("grandmother"),
    (Relation.GRANDPARENT, "m"): gettext_lazy("grandfather"),
}


def relation_in_words(subject: str, other: str, sex: str) -> str:
    """«daughter»: what the member `other` (of that sex) is to the member `subject`.

    Where the two relations do not say it for sure (a spouse's child may be one's own or not), another person of the
    household.
    """
    if subject == Relation.REFERENCE:
        found = Relation(other)
    elif other == Relation.REFERENCE:
        found = _BACK.get(Relation(subject), Relation.OTHER)
    elif subject == other == Relation.CHILD:
        found = Relation.SIBLING
    else:
        found = Relation.OTHER
    if found in {Relation.OTHER, Relation.REFERENCE}:
        return gettext("other person of the household")
    return str(_WORDS.get((found, sex), found.label))


# What a member is to the reference person, seen from another member: known only where blood and law leave no doubt.
_FROM = {
    (Relation.CHILD, Relation.CHILD): Relation.SIBLING,
    (Relation.CHILD, Relation.PARENT): Relation.GRANDPARENT,
    (Relation.PARENT, Relation.SIBLING): Relation.CHILD,
    (Relation.PARENT, Relation.CHILD): Relation.GRANDCHILD,
    (Relation.SIBLING, Relation.SIBLING): Relation.SIBLING,
    (Relation.SIBLING, Relation.PARENT): Relation.PARENT,
}


def seen_from(heir: str, other: str) -> str:
    """What `other` is to `heir`, who becomes the reference person; both as the former one had them."""
    if other == Relation.REFERENCE:
        return _BACK.get(Relation(heir), Relation.OTHER)
    return _FROM.get((Relation(heir), Relation(other)), Relation.OTHER)

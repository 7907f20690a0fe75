"""Two records side by side: the same person, two people, or not yet known; and the way back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, load, page, reads
from accanto.people.matching import operations
from accanto.people.matching.comparing.reasons import Reason
from accanto.people.matching.comparing.scoring import Judgement, judge
from accanto.people.matching.forms import DecisionForm, UnlinkForm
from accanto.people.matching.models import NotTheSame, Pair, PersonLink
from accanto.people.matching.presenting import compared
from accanto.people.matching.queries import links_of, parted_from, sides_of, similar_to
from accanto.people.matching.queries.known import Side
from accanto.people.persons.models import Person
from accanto.territory.staff.requests import StaffRequest


@page("people.link")
def person_link(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who may be the same person as this record, among those whom one sees."""
    person = load(Person.objects.visible_to(request.user), pk)
    linked = links_of(request.user, person)
    parted = parted_from(request.user, person, [one.person.pk for one in linked])
    reads.listed([one.person.pk for one in parted])
    context = {
        "person": person,
        "likenesses": similar_to(request.user, person, clock.today()),
        "linked": linked,
        "parted": parted,
    }
    return render(request, "matching/similar.html", context)


@editor("people.link")
def compare(request: StaffRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Both are seen, or it is 404, whichever one is not."""
    one, two = _both(request, pk, other)
    judgement = judge(one.known, two.known)
    pair = _pair(one.person, two.person)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decide(request, form, one, two, judgement, pair):
        return redirect("pairs") if pair else redirect("person", pk=pk)
    linked = {row.person.pk for row in links_of(request.user, one.person)}
    first, second = sorted([one.person.pk, two.person.pk])
    context: dict[str, Any] = {
        "one": one,
        "other": two,
        "rows": compared(one, two),
        "judgement": judgement,
        "strength": judgement.strength.label if judgement.strength else "",
        "form": form,
        "linked": two.person.pk in linked,
        "pair": pair,
        "parted": NotTheSame.objects.filter(first=first, second=second).select_related("decided_by").first(),
    }
    return render(request, "matching/compare.html", context, status=422 if form.errors else 200)


@editor("people.link")
def link_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    rows = PersonLink.objects.visible_to(request.user).filter(ended_at=None)
    link = load(rows.select_related("first", "second", "linked_by"), pk)
    form = UnlinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.unlink_people(link=link, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("They are two people again, as before the link."))
            return redirect("person", pk=link.first_id)
    reads.listed([link.first, link.second])
    context = {"link": link, "form": form, "reasons": [Reason(**row) for row in link.reasons]}
    return render(request, "matching/unlink.html", context, status=422 if form.errors else 200)


def _both(request: StaffRequest, pk: UUID, other: UUID) -> tuple[Side, Side]:
    found = sides_of(request.user, [pk, other], clock.today())
    if len(found) != 2:
        raise Http404
    for side in found.values():
        reads.opened(side.person)
    return found[pk], found[other]


def _pair(one: Person, other: Person) -> Pair | None:
    first, second = sorted([one.pk, other.pk])
    return Pair.objects.filter(first=first, second=second).exclude(state="same").first()


def _decide(
    request: StaffRequest,
    form: DecisionForm,
    one: Side,
    other: Side,
    judgement: Judgement,
    pair: Pair | None,
) -> bool:
    decision, note = form.cleaned_data["decision"], form.cleaned_data["note"]
    people: dict[str, Any] = {"one": one.person, "other": other.person}
    who: dict[str, Any] = {"by": request.user, "at": clock.now()}
    try:
        if decision == DecisionForm.SAME:
            operations.link_people(**people, reasons=judgement.reasons, note=note, **who)
            messages.success(request, _("Linked: each record stays as it is, and tells of the other."))
        elif decision == DecisionForm.DIFFERENT:
            operations.part_people(**people, reason=note, **who)
            messages.success(
                request, _("Two people: they are not proposed again while nothing new is known.")
            )
        elif pair is not None and pair.state == "open":
            operations.set_aside(pair=pair, **who)
            messages.success(request, _("Set aside: it comes back when something new is known."))
    except OperationRefused as refusal:
        form.refuse(
            OperationRefused(str(refusal), field="note" if refusal.field == "reason" else refusal.field)
        )
        return False
    return True

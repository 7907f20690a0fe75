"""From the card of a person: asking whoever follows them to see the case, with a reason and for some days."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import RequestState
from accanto.casework.cases.followers import follower_of
from accanto.casework.cases.forms import AskForm
from accanto.casework.cases.models import AccessRequest, Case
from accanto.casework.cases.operations import ask_to_see
from accanto.casework.cases.seeing import depths_for, held_depth, terms_on
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, load
from accanto.people.persons.models import Person
from accanto.territory.staff.requests import StaffRequest


@editor("access.ask")
def case_ask(request: StaffRequest, person: UUID, pk: UUID) -> HttpResponse:
    """404 for a person who is not seen, for a case behind a fence and for one that does not exist: all the same."""
    whom = load(Person.objects.visible_to(request.user), person)
    follower = follower_of(whom.pk, pk)
    if follower is None:
        raise Http404
    now = clock.now()
    depths = depths_for(request.user, held_depth(request.user, pk, now))
    if not depths:
        return redirect("case", pk=pk)
    terms = terms_on(now.date())
    form = AskForm(request.POST or None, depths=depths, terms=terms, initial={"told_on": now.date()})
    if request.method == "POST" and form.is_valid() and _asked(request, form, whom, pk):
        messages.success(
            request, _("Your request is sent: whoever follows the household answers, and you are told.")
        )
        return redirect("person", pk=whom.pk)
    mine = AccessRequest.objects.visible_to(request.user).filter(asked_by=request.user, case_id=pk)
    context = {
        "person": whom,
        "follower": follower,
        "form": form,
        "terms": terms,
        "waiting": mine.filter(state=RequestState.OPEN).first(),
    }
    return render(request, "cases/ask.html", context, status=422 if form.errors else 200)


def _asked(request: StaffRequest, form: AskForm, whom: Person, case_id: UUID) -> bool:
    given: dict[str, Any] = form.cleaned_data
    try:
        ask_to_see(person=whom, case_id=case_id, by=request.user, at=clock.now(), **given)
    except Case.DoesNotExist:
        raise Http404 from None
    except OperationRefused as refusal:
        form.refuse(refusal)
        return False
    return True

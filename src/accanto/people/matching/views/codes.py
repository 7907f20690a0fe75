from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, load
from accanto.people.matching import operations
from accanto.people.matching.forms import CodeForm
from accanto.people.matching.presenting import codes_told
from accanto.people.persons.models import Person
from accanto.territory.staff.requests import StaffRequest


@editor("people.create")
def person_codes(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The codes of a person with their expiry; a new one, or the same STP renewed."""
    person = load(Person.objects.visible_to(request.user), pk)
    now = clock.now()
    form = CodeForm(request.POST or None, person=person, initial={"given_on": now.date()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.give_code(
                person=person,
                code=form.cleaned_data["code"],
                on=form.cleaned_data["given_on"],
                by=request.user,
                at=now,
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The code is written."))
            return redirect("person_codes", pk=pk)
    context = {"person": person, "form": form, "codes": codes_told(request.user, person, now.date())}
    return render(request, "matching/codes.html", context, status=422 if form.errors else 200)

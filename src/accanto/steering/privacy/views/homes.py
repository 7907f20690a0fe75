"""What an operator has declared of themselves, so that relatives and neighbours are recognised."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.web import editor, load
from accanto.steering.privacy import operations
from accanto.steering.privacy.forms import HomeForm
from accanto.steering.privacy.models import OperatorHome
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


@editor("privacy.review")
def operator_home(request: StaffRequest, pk: int) -> HttpResponse:
    user = load(User.objects.filter(operator__isnull=False), pk)
    known = OperatorHome.objects.filter(user=user).first()
    given = (
        {
            "codice_fiscale": known.codice_fiscale,
            "municipality": known.municipality_id,
            "address": known.address,
        }
        if known
        else {}
    )
    form = HomeForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        operations.keep_operator_home(user=user, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Kept. From tonight it is compared with who opens whom."))
        return redirect("operator", pk=user.pk)
    context = {"operator": user, "form": form, "known": known}
    return render(request, "privacy/home.html", context, status=422 if form.errors else 200)

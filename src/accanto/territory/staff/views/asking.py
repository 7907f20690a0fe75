"""One question on one page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accanto.core.errors import OperationRefused
from accanto.core.forms.base import AccantoForm
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


def ask(
    request: StaffRequest,
    form: AccantoForm,
    do: Callable[..., object],
    *,
    user: User,
    title: str,
    text: str,
    done: str,
) -> HttpResponse:
    """One question on one page: the form again when refused, the operator's page when done."""
    if request.method == "POST" and form.is_valid():
        try:
            do(**form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect("operator", pk=user.pk)
    context = {"form": form, "person": user, "title": title, "text": text}
    return render(request, "staff/ask.html", context, status=422 if form.errors else 200)

"""A summary from behind a fence, where the household already has an ordinary case that others follow."""

import pytest
from django.urls import reverse

from accanto.casework.cases.enums import TransferState
from accanto.casework.cases.models import Case, CaseTransfer, CaseWorker, HandedSummary
from accanto.casework.cases.operations import accept_transfer, bar_from_case, open_case
from accanto.casework.cases.seeing import coordinators_on
from accanto.core.database.context import acting, acting_for
from accanto.foundation.notifications.models import Notification
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.cases.test_handover import SUMMARY, coordinator, enter, propose, sees, unit
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


@pytest.fixture
def quarrata() -> User:
    """Whoever answers for Quarrata."""
    return coordinator(cast.TULLIO, "servizio-quarrata")


def summary_beside_an_ordinary_case(made: Situation) -> CaseTransfer:
    """The abuse team has a case of its own; the household's ordinary one stands at Nord, with Anna."""
    luca = cast.user(cast.LUCA)
    apart = open_case(
        household=made.family.household, unit=unit("polo-pistoia-nord"), responsible=luca, by=luca, at=NOW,
        on=TODAY, compartment="child_protection",
    )  # fmt: skip
    transfer = propose(made, case=apart, kind="eiam", by=luca, summary=SUMMARY)
    Notification.objects.all().delete()
    return transfer


def told() -> set[tuple[str, str]]:
    return set(Notification.objects.values_list("kind", "user__username"))


def test_a_summary_beside_a_running_ordinary_case_goes_to_those_who_follow_it(
    made: Situation, quarrata: User
) -> None:
    """Whoever was chosen in the form gets nothing, and whoever accepts does not learn whose the case is."""
    transfer = summary_beside_an_ordinary_case(made)
    giulia = cast.user(cast.GIULIA)
    client = enter(quarrata)
    sent = {"act": "answer", "decision": "accept", "responsible": giulia.pk, "answer": ""}
    page = client.post(reverse("case_transfer", args=[transfer.pk]), sent, follow=True)
    said = [str(message) for message in page.context["messages"]]
    [words] = said
    assert words == (
        "Un caso ordinario di un’altra unità segue già il nucleo. La sintesi è andata lì e chi lo segue è stato"
        " avvisato: la tua unità non deve iniziare nulla."
    )
    transfer.refresh_from_db()
    assert (transfer.state, transfer.new_case, HandedSummary.objects.get().case) == (
        TransferState.ACCEPTED, made.case, made.case,
    )  # fmt: skip
    case = Case.objects.get(pk=made.case.pk)
    assert (case.unit.code, case.responsible) == ("polo-pistoia-nord", made.anna)
    assert told() == {
        ("cases.summary_received", cast.ANNA),
        *(("cases.summary_received", user.username) for user in coordinators_on(case, TODAY)),
        ("cases.summary_joined", cast.LUCA),
    }
    joined = Notification.objects.get(kind="cases.summary_joined")
    assert (joined.params["unit"], joined.params["worker"]) == (str(case.unit), made.anna.get_full_name())
    assert not sees(giulia, case)
    assert enter(giulia).get(reverse("case", args=[case.pk])).status_code == 404
    with acting(acting_for(quarrata, at=NOW)):
        assert not Case.objects.filter(pk=case.pk).exists()
    read = enter(made.anna).get(reverse("case_household", args=[case.pk])).content.decode()
    assert SUMMARY.help_project in read


def test_whoever_must_not_see_the_household_is_not_told_of_the_summary(
    made: Situation, quarrata: User
) -> None:
    transfer = summary_beside_an_ordinary_case(made)
    nord = coordinator(cast.ELENA, "polo-pistoia-nord")
    bar_from_case(case=made.case, user=nord, reason="neighbour", source="detto", by=made.anna, at=NOW)
    accept_transfer(transfer=transfer, responsible=cast.user(cast.GIULIA), by=quarrata, at=NOW)
    assert nord in coordinators_on(made.case, TODAY)
    assert ("cases.summary_received", cast.ELENA) not in told()
    assert ("cases.summary_received", cast.ANNA) in told()


def test_a_summary_reaches_the_own_case_of_the_unit_and_a_colleague_of_whoever_was_chosen(
    made: Situation, quarrata: User
) -> None:
    """Whoever accepts coordinates that unit: they read whose it is."""
    transfer = summary_beside_an_ordinary_case(made)
    CaseTransfer.objects.filter(pk=transfer.pk).update(to_unit=unit("polo-pistoia-nord"))
    nord = coordinator(cast.ELENA, "polo-pistoia-nord")
    url = reverse("case_transfer", args=[transfer.pk])
    luca = cast.user(cast.LUCA)
    sent = {"act": "answer", "decision": "accept", "responsible": luca.pk, "answer": ""}
    page = enter(nord).post(url, sent, follow=True)
    [words] = [str(message) for message in page.context["messages"]]
    assert words == (
        f"Il nucleo ha già un caso ordinario, che resta dov’è: {made.case.unit}, responsabile: {made.anna}. La sintesi"
        " è lì e chi lo segue è stato avvisato."
    )
    assert page.redirect_chain[0][0] == reverse("case", args=[made.case.pk])
    assert not CaseWorker.objects.filter(case=made.case, user=luca).exists()


def test_a_summary_in_a_case_of_the_unit_that_nobody_follows_gives_it_to_whoever_was_chosen(
    made: Situation, quarrata: User
) -> None:
    transfer = summary_beside_an_ordinary_case(made)
    CaseWorker.objects.filter(case=made.case).delete()
    Case.objects.filter(pk=made.case.pk).update(responsible=None, unit=unit("servizio-quarrata"))
    giulia = cast.user(cast.GIULIA)
    accept_transfer(transfer=transfer, responsible=giulia, by=quarrata, at=NOW)
    case = Case.objects.get(pk=made.case.pk)
    assert case.responsible == giulia
    assert ("cases.summary_received", cast.GIULIA) in told()

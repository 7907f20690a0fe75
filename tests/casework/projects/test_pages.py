"""Pages of projects: who opens them, what they cost, and that nothing typed is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.pathways.models import Pathway
from accanto.casework.projects import operations
from accanto.casework.projects.models import Action, Goal, Project, Review, Signature
from tests import cast
from tests.casework.projects import situations
from tests.scenarios import NOW, TODAY, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "morning")]

READ = ["project", "project_signatures", "project_versions"]
WORK = ["project_suggestions", "project_review", "project_close", "project_start", "project_abandon"]


def enter(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def status(username: str, name: str, *args: object) -> int:
    return enter(username).get(reverse(name, args=args)).status_code


@pytest.fixture
def signing() -> situations.InProject:
    return situations.proposed(situations.complex_situation())


def test_who_works_on_the_case_opens_every_page_partners_read_and_others_find_nothing(
    signing: situations.InProject,
) -> None:
    pk = signing.project.pk
    for name in READ:
        found = {
            who: status(who, name, pk) for who in (cast.ANNA, cast.CARLA, cast.ELENA, cast.GIULIA, cast.SARA)
        }
        assert found == {cast.ANNA: 200, cast.CARLA: 200, cast.ELENA: 200, cast.GIULIA: 404, cast.SARA: 404}
    for name in WORK:
        found = {who: status(who, name, pk) for who in (cast.ANNA, cast.ELENA, cast.GIULIA, cast.DARIO)}
        assert found == {cast.ANNA: 200, cast.ELENA: 403, cast.GIULIA: 404, cast.DARIO: 403}


def test_a_partner_reads_goals_and_signs_for_the_own_body_on_the_page(signing: situations.InProject) -> None:
    client = enter(cast.ELENA)
    sheet = client.get(reverse("project", args=[signing.project.pk])).content.decode()
    assert "Restare nella nostra casa" in sheet
    assert ("/cambia/" in sheet, "/togli/" in sheet) == (False, False)
    own = signing.party(signing.people.elena)
    url = reverse("project_sign", args=[signing.project.pk, own.pk])
    version = signing.version
    answer = client.post(
        url,
        {
            "kind": "drawn",
            "signed_name": "Elena Modello",
            "drawing": situations.drawn_signature(),
            "agree": "on",
            "version": version.number,
            "revision": version.revision,
        },
    )
    assert answer.status_code == 302
    assert Signature.objects.get().party == own
    other = signing.party(signing.people.bruno)
    assert status(cast.ELENA, "project_sign", signing.project.pk, other.pk) == 403
    assert Signature.objects.count() == 1


def test_who_signs_nothing_is_told_how_and_keeps_what_was_written(signing: situations.InProject) -> None:
    party = signing.party(signing.situation.family.lucia)
    url = reverse("project_sign", args=[signing.project.pk, party.pk])
    answer = enter(cast.ANNA).post(
        url, {"kind": "drawn", "signed_name": "Lucia E.", "version": 1, "revision": 1}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Firma nello spazio bianco" in page
    assert 'value="Lucia E."' in page


def test_a_scan_that_is_no_scan_names_the_field_and_the_remedy(signing: situations.InProject) -> None:
    party = signing.party(signing.situation.family.lucia)
    version = signing.version
    url = reverse("project_sign", args=[signing.project.pk, party.pk])
    answer = enter(cast.ANNA).post(
        url,
        {
            "kind": "paper",
            "signed_name": "Lucia",
            "signed_on": TODAY.isoformat(),
            "scan": SimpleUploadedFile("firma.pdf", b"MZ not a pdf", "application/pdf"),
            "version": version.number,
            "revision": version.revision,
        },
    )
    assert answer.status_code == 422
    assert "Un testo semplice: i file di questo tipo non si accettano" in answer.content.decode()
    assert Signature.objects.count() == 0


def test_signing_from_a_page_opened_before_the_withdrawal_is_refused(signing: situations.InProject) -> None:
    party, version = signing.party(signing.situation.family.lucia), signing.version
    operations.withdraw(project=signing.project, reason="Si cambia", by=signing.anna, at=NOW)
    operations.add_goal(project=signing.project, area="work", text="Altro", by=signing.anna, at=NOW)
    operations.add_action(
        goal=Goal.objects.get(text="Altro"), text="Fare", user=signing.anna, by=signing.anna, at=NOW
    )
    operations.propose(project=signing.project, by=signing.anna, at=NOW)
    answer = enter(cast.ANNA).post(
        reverse("project_sign", args=[signing.project.pk, party.pk]),
        {
            "kind": "typed",
            "signed_name": "Lucia",
            "agree": "on",
            "version": version.number,
            "revision": version.revision,
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "è stata ritirata mentre la leggevate" in page
    assert "ha aggiunto l’obiettivo «Altro»" in page
    assert Signature.objects.count() == 0


def test_two_who_write_the_same_goal_see_both_and_lose_nothing() -> None:
    found = situations.written()
    goal = found.project.goals.first()
    url = reverse("project_piece_change", args=[found.project.pk, "obiettivo", goal.pk])  # type: ignore[union-attr]
    read = found.project.revision
    operations.change_goal(goal=goal, area="housing", text="Di Carla", by=found.situation.carla, at=NOW)  # type: ignore[arg-type]
    client = enter(cast.ANNA)
    typed = {"area": "housing", "text": "Di Anna", "revision": read}
    answer = client.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Carla Esempi ha cambiato l’obiettivo «Di Carla»" in page
    assert "Di Anna" in page
    assert Goal.objects.get(pk=goal.pk).text == "Di Carla"  # type: ignore[union-attr]
    again = client.post(url, {**typed, "revision": read + 1})
    assert again.status_code == 302
    assert Goal.objects.get(pk=goal.pk).text == "Di Anna"  # type: ignore[union-attr]


def test_a_project_is_written_proposed_and_signed_through_the_pages() -> None:
    situation = situations.social_situation()
    client = enter(cast.ANNA)
    client.post(reverse("project_open", args=[situation.pathway.pk]))
    project = Project.objects.get()
    add = lambda kind, **data: client.post(reverse("project_piece_add", args=[project.pk, kind]), data)  # noqa: E731
    assert add("obiettivo", area="work", text="Lavorare").status_code == 302
    goal = Goal.objects.get()
    under = reverse("project_piece_under", args=[project.pk, "azione", goal.pk])
    client.post(
        under, {"text": "Iscriversi", "who": f"p:{situation.family.lucia.pk}", "due_on": "2026-12-01"}
    )
    assert Action.objects.get().person == situation.family.lucia
    add("impegno", person=situation.family.lucia.pk, text="Vado al corso")
    answer = client.post(reverse("project_propose", args=[project.pk]), follow=True)
    assert "La versione 1 è pronta" in answer.content.decode()
    for party in project.parties.all():
        client.post(
            reverse("project_sign", args=[project.pk, party.pk]),
            {"kind": "typed", "signed_name": "Nome Cognome", "agree": "on", "version": 1},
        )
    project.refresh_from_db()
    assert project.state == "signed"
    client.post(reverse("project_start", args=[project.pk]), {"on": TODAY.isoformat()})
    project.refresh_from_db()
    assert project.state == "running"


def test_review_and_closure_through_the_pages_show_before_and_after() -> None:
    found = situations.running()
    later = moment(TODAY + timedelta(days=80))
    with time_machine.travel(later, tick=False):
        client = enter(cast.ANNA)
        form = {f"c{c.pk}": "yes" for c in found.project.commitments.all()}
        form |= {f"g{g.pk}": "under_way" for g in found.project.goals.all()}
        form |= {f"a_{area}": "2" for area in situations.AREAS}
        page = client.get(reverse("project_review", args=[found.project.pk])).content.decode()
        assert page.count('name="a_') == 30
        half = client.post(reverse("project_review", args=[found.project.pk]), {"held_on": later.date()})
        assert half.status_code == 422
        done = client.post(
            reverse("project_review", args=[found.project.pk]),
            {**form, "held_on": later.date(), "next_review_on": later.date() + timedelta(days=60)},
        )
        assert done.status_code == 302
        assert Review.objects.get().assessment is not None
        url = reverse("project_close", args=[found.project.pk])
        closing = {"outcome": "autonomy", "closed_on": later.date(), "evaluation": "Hanno ripreso il filo."}
        closing |= {f"a_{area}": "4" for area in situations.AREAS}
        refused = client.post(url, closing)
        assert refused.status_code == 422
        assert "Frequentare il corso di assistente familiare (Lucia Campioni)" in refused.content.decode()
        assert "Hanno ripreso il filo." in refused.content.decode()
        closing |= {f"f{a.pk}": "done" for a in operations.open_actions(found.project)}
        assert client.post(url, closing).status_code == 302
        ended = client.get(reverse("project", args=[found.project.pk])).content.decode()
    assert "Prima e dopo" in ended
    assert found.again().state == "closed"


def test_the_list_tells_what_waits_and_hides_what_is_not_mine(signing: situations.InProject) -> None:
    url = reverse("projects")
    assert "0 firme su 4" in enter(cast.ANNA).get(url).content.decode()
    assert "Esempio" in enter(cast.ELENA).get(url, {"quali": "firma"}).content.decode()
    assert "Esempio" not in enter(cast.GIULIA).get(url).content.decode()
    assert "Esempio" not in enter(cast.DARIO).get(url).content.decode()
    assert enter(cast.MARCO).get(url).status_code == 403
    export = enter(cast.ANNA).get(url, {"formato": "csv"})
    assert "Da firmare" in b"".join(export.streaming_content).decode("utf-8-sig")


def test_a_late_review_is_found_by_its_filter() -> None:
    situations.running()
    with time_machine.travel(moment(TODAY + timedelta(days=91)), tick=False):
        assert "Campioni" in enter(cast.ANNA).get(reverse("projects"), {"quali": "ritardo"}).content.decode()
    assert "Campioni" not in enter(cast.ANNA).get(reverse("projects"), {"quali": "ritardo"}).content.decode()


def test_reading_a_project_costs_the_same_however_long_it_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    found = situations.written()
    client = enter(cast.ANNA)
    url = reverse("project", args=[found.project.pk])
    tab = reverse("case_project", args=[found.situation.case.pk])
    client.get(url)
    client.get(tab)  # the medians of the zone are counted once an hour
    for number in range(12):
        goal = operations.add_goal(
            project=found.project, area="work", text=f"Obiettivo {number}", by=found.anna, at=NOW
        )
        operations.add_action(
            goal=goal, text="Fare", person=found.situation.family.lucia, by=found.anna, at=NOW
        )
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(url)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("projects"))
    with django_assert_num_queries(TAB_QUERIES):
        client.get(tab)
    Pathway.objects.filter(pk=found.project.pathway_id).update(way="complex")
    with django_assert_num_queries(TAB_QUERIES + 1):  # is anybody expecting a child
        client.get(tab)


PAGE_QUERIES = 23
LIST_QUERIES = 6
TAB_QUERIES = 14

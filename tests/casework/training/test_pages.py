"""No true name reaches a student: every address is opened on a case in which every text is full of them."""

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from django.apps import apps
from django.db import DataError, IntegrityError, ProgrammingError, connection, models, transaction
from django.test import Client
from django.urls import reverse

from accanto.casework.assessment.models import Answer, Assessment
from accanto.casework.cases.operations import write_diary
from accanto.casework.training import operations, reach
from accanto.casework.training.models import Pseudonym
from accanto.foundation.audit import verbs
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.models import Person
from accanto.people.persons.operations import add_contact, set_residence
from accanto.steering.privacy.models import Finding
from accanto.steering.privacy.operations import look_for_findings
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.training.conftest import Learning, client_of, traineeship_of
from tests.consistency.situation import Things
from tests.consistency.test_row_level_security import leads_to_people
from tests.consistency.visits import TABLE
from tests.scenarios import NOW, TODAY

MARKERS = (
    "zaffirelli", "ondosca", "smeralda", "turchino", "zffnds88e54g713x", "9871", "posta.example", "marcatori", "778899",
    "14/05/1988", "14 maggio 1988", "1988-05-14",
)  # fmt: skip
LONG = (
    "Ondosca Zaffirelli, ZAFFIRELLI ONDOSCA; zaffirelli con Smeralda e turchino. CF ZFFNDS88E54G713X, tel. 555 9871 o"
    " +39555-9871, ondosca@posta.example, Via dei Marcatori, n. 77, prot. INPS-MARK-778899, nata il 14/05/1988."
)
SHORT = "Zaffirelli Ondosca"
# What pages look things up by: another word there and there is no page.
KEYS = {
    "code", "kind", "verb", "key", "number", "search_name", "folded", "value", "media_type", "url", "item", "sha256",
    "exemption", "digest", "section", "measure", "area", "key_id", "page", "file", "birth_place", "country", "depth",
    "first_name", "last_name", "level", "action_code", "rule",
}  # fmt: skip


def filled(things: Things) -> None:
    """Every text of every table that leads to people, of every row: true names, codes, numbers and days."""
    family = things.situation.family
    for name in ("assessment", "project", "goal", "act", "party", "convocation", "pact", "document"):
        things.of(name)
    for person, first in ((family.lucia, "Ondosca"), (family.marta, "Smeralda"), (family.nico, "Turchino")):
        Person.objects.filter(pk=person.pk).update(first_name=first, last_name="Zaffirelli")
    family.lucia.identifiers.create(kind="codice_fiscale", value="ZFFNDS88E54G713X")
    add_contact(person=family.lucia, kind="phone", value="555 9871", on=TODAY)
    add_contact(person=family.lucia, kind="email", value="ondosca@posta.example", on=TODAY)
    pistoia = Municipality.objects.get(name="Pistoia")
    set_residence(person=family.lucia, municipality=pistoia, on=TODAY, address="Via dei Marcatori 77")
    for model in apps.get_models():
        if (
            leads_to_people(model)
            and model is not Pseudonym
            and model._meta.app_label not in {"audit", "jobs"}
        ):
            _fill(model)
    for verb, sentence in verbs._verbs.items():
        params = dict.fromkeys(re.findall(r"{(\w+)}", str(sentence)), SHORT)
        record(verb, by=things.situation.anna, at=NOW, context=things.case, **{**params, "reason": LONG})
    for answer in Answer.objects.filter(assessment=things.assessment):
        if isinstance(answer.value, str) and " " in answer.value:
            Answer.objects.filter(pk=answer.pk).update(value=LONG)
    Notification.objects.filter(user__username=cast.ZENO).update(params={"tutor": LONG})


def _fill(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        text = (
            isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique
        )
        if not text or field.name in KEYS:
            continue
        words = LONG if not field.max_length or field.max_length > len(LONG) else SHORT
        try:
            with transaction.atomic():
                model._default_manager.update(**{field.name: words[: field.max_length]})
        except (IntegrityError, DataError, ProgrammingError):
            continue  # a text that the table does not allow there, or rows that nobody changes


def found_in(content: str) -> list[str]:
    plain = unquote(content.replace("\u00a0", " ")).lower()
    return [marker for marker in MARKERS if marker in plain]


def readable(name: str) -> bool:
    return TABLE["urls"][name].get("as", "GET") in {"GET", "EDIT"}


@pytest.fixture
def things(db: None) -> Things:
    made = Things()
    filled(made)
    return made


def _opened(client: Client, things: Things) -> dict[str, Any]:
    found = {}
    for name in filter(readable, TABLE["urls"]):
        line = TABLE["urls"][name]
        if any(
            str(thing) not in BUILT and not isinstance(thing, int) for thing in line.get("with", {}).values()
        ):
            continue
        url = reverse(name, kwargs={key: things.of(thing) for key, thing in line.get("with", {}).items()})
        with transaction.atomic():
            found[name] = client.get(url)
            transaction.set_rollback(True)
    return found


# Built once: each look at these gives the same row.
BUILT = {"case", "person", "member", "assessment", "project", "goal", "pathway", "request", "request_words",
         "obiettivo", "operator", "traineeship", "trainee_case", "analysis_share"}  # fmt: skip


def test_no_address_tells_a_student_a_true_name(things: Things) -> None:
    answers = _opened(client_of(cast.user(cast.ZENO)), things)
    shown = {name for name, answer in answers.items() if answer.status_code == 200}
    assert shown >= reach.OPEN - {"assessment", "service"}
    leaks = {
        name: found
        for name, answer in answers.items()
        if (found := found_in(answer.content.decode() + json.dumps(dict(answer.headers))))
    }
    assert leaks == {}


def test_no_page_leads_a_student_where_they_may_not_go(things: Things) -> None:
    client = client_of(cast.user(cast.ZENO))
    pages = ("case", "case_pathway", "case_project", "project", "assessment_section")
    asked = {name: TABLE["urls"][name]["with"] for name in pages}
    urls = [
        reverse(name, kwargs={key: things.of(thing) for key, thing in given.items()})
        for name, given in asked.items()
    ]
    links = {
        where.replace("&amp;", "&")
        for url in urls
        for where in re.findall(r'<a[^>]* href="(/[^"#]*)', client.get(url).content.decode())
    }
    assert len(links) > 10
    assert {where for where in links if not reach.opens(where)} == set()


def test_the_tutor_reads_the_true_ones_on_the_same_pages(things: Things) -> None:
    answers = _opened(client_of(things.situation.anna), things)
    pages = (
        "case",
        "case_household",
        "case_pathway",
        "case_assessments",
        "assessment_section",
        "case_project",
        "project",
    )
    assert [name for name in pages if "zaffirelli" not in answers[name].content.decode().lower()] == []
    assert set(found_in(answers["case"].content.decode())) >= {"zaffirelli", "ondosca", "9871", "778899"}


def test_in_english_as_well(things: Things) -> None:
    client = client_of(cast.user(cast.ZENO))
    client.cookies["django_language"] = "en"
    answer = client.get(reverse("case_household", args=[things.case]))
    assert found_in(answer.content.decode()) == []
    assert "invented names" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["mostra=documenti", "mostra=scadenze", "mostra=passaggi", "q=Zaffirelli", "prima=x"]
)
def test_what_the_address_asks_tells_nothing(things: Things, query: str) -> None:
    answer = client_of(cast.user(cast.ZENO)).get(f"{reverse('case', args=[things.case])}?{query}")
    assert (answer.status_code, found_in(answer.content.decode())) == (200, [])


def test_the_invented_name_is_the_same_everywhere(learning: Learning) -> None:
    client, case = client_of(learning.zeno), learning.situation.case
    told = Pseudonym.objects.get(person=learning.situation.family.lucia)
    household = client.get(reverse("case_household", args=[case.pk])).content.decode()
    assert str(told) in household
    for name in ("case", "training_mine"):
        page = client.get(reverse(name, args=[case.pk] if name == "case" else [])).content.decode()
        assert f"Nucleo {told.last_name}" in page
    assert "14\u00a0maggio" not in household
    assert "1988" in household
    assert "Pistoia" in household


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv", "pdf"])
def test_nothing_leaves(learning: Learning, kind: str) -> None:
    client, case = client_of(learning.zeno), learning.situation.case
    asked = [
        f"{reverse('cases')}?formato={kind}",
        f"{reverse('case', args=[case.pk])}?formato={kind}",
        f"{reverse('training_mine')}?formato={kind}",
        reverse("case_documents", args=[case.pk]),
        reverse("case_openings_pdf", args=[case.pk]),
    ]
    for url in asked:
        answer = client.get(url)
        assert answer.status_code == 403, url
        assert "Dal tirocinio non esce nulla" in answer.content.decode(), url


def test_no_document_opens_not_even_one_of_the_case(things: Things) -> None:
    client = client_of(cast.user(cast.ZENO))
    answer = client.get(reverse("document", args=[things.document]))
    assert answer.status_code == 403
    assert b"%PDF" not in answer.content
    assert "guardalo insieme al tuo tutor" in answer.content.decode()


def test_nothing_is_written(learning: Learning) -> None:
    client, case = client_of(learning.zeno), learning.situation.case
    for name, sent in (
        ("case_note", {"text": "x", "kind": "interview"}),
        ("case_household", {}),
        ("case", {}),
    ):
        answer = client.post(reverse(name, args=[case.pk]), {"csrfmiddlewaretoken": "x", **sent})
        assert answer.status_code == 403, name
    assert client.get(reverse("search"), {"q": "Zaffirelli"}).status_code == 403
    page = client.get(reverse("case", args=[case.pk])).content.decode()
    for word in ("data-print", 'id="note"', "chi-vede", 'type="search"', "/documenti/"):
        assert word not in page, word


def test_a_finished_assessment_is_read_and_not_printed(things: Things) -> None:
    Assessment.objects.filter(pk=things.assessment).update(
        state="closed", closed_on=TODAY, closed_by=things.situation.anna, decided_way="social_only"
    )
    client = client_of(cast.user(cast.ZENO))
    tab = client.get(reverse("case_assessments", args=[things.case])).content.decode()
    assert reverse("assessment", args=[things.assessment]) in tab
    assert reverse("assessment_print", args=[things.assessment]) not in tab
    page = client.get(reverse("assessment", args=[things.assessment]), follow=True)
    assert (page.status_code, found_in(page.content.decode())) == (200, [])
    for closed in ("assessment_print", "assessment_decision"):
        assert reverse(closed, args=[things.assessment]) not in page.content.decode()
        assert client.get(reverse(closed, args=[things.assessment])).status_code == 403


def test_when_it_is_over_every_case_is_gone(learning: Learning) -> None:
    client, case = client_of(learning.zeno), learning.situation.case
    pages = ("case", "case_household", "case_pathway", "case_assessments", "case_project")
    assert {client.get(reverse(name, args=[case.pk])).status_code for name in pages} == {200}
    operations.end_traineeship(traineeship=learning.traineeship, by=learning.anna, at=NOW)
    assert {client.get(reverse(name, args=[case.pk])).status_code for name in pages} == {404}
    mine = client.get(reverse("training_mine"))
    assert "Nessun tirocinio in corso" in mine.content.decode()


def test_it_is_over_by_itself_at_midnight(learning: Learning) -> None:
    case = learning.situation.case
    for moment, status in ((-timedelta(minutes=1), 200), (timedelta(), 404)):
        with time_machine.travel(learning.traineeship.ends_at + moment):
            answer = client_of(learning.zeno).get(reverse("case", args=[case.pk]))
            assert answer.status_code == status


def test_two_students_and_their_tutor_never_read_each_others_names(learning: Learning) -> None:
    vera = cast.user(cast.VERA)
    vera.role_grants.update(role="student")
    theirs = traineeship_of(vera, learning.anna)
    case = learning.situation.case
    operations.choose_case(traineeship=theirs, case=case, reason="Anche lei", by=learning.anna, at=NOW)
    url = reverse("case_household", args=[case.pk])
    names = {
        who.username: {str(row) for row in Pseudonym.objects.filter(traineeship__student=who)}
        for who in (learning.zeno, vera)
    }
    names[cast.ANNA] = {"Lucia Zaffirelli", "Marta Zaffirelli", "Nico Zaffirelli"}
    readers = {username: client_of(cast.user(username)) for username in names}
    for username in (*names, *reversed(names), *names):
        page = readers[username].get(url).content.decode()
        told = {other: {name for name in theirs if name in page} for other, theirs in names.items()}
        assert told == {other: names[other] if other == username else set() for other in names}


def test_whoever_is_kept_apart_has_no_name_and_is_not_seen(learning: Learning) -> None:
    marta = learning.situation.family.marta
    Person.objects.filter(pk=marta.pk).update(compartment="adoption")
    again = {"traineeship": learning.traineeship, "by": learning.anna, "at": NOW}
    operations.take_case_away(chosen=learning.traineeship.cases.get(), reason="x", by=learning.anna, at=NOW)
    Pseudonym.objects.all().delete()
    operations.choose_case(case=learning.situation.case, reason="x", **again)
    write_diary(
        case=learning.situation.case, kind="interview", text="Con Marta Zaffirelli e con Marta",
        happened_at=NOW, by=learning.anna, at=NOW,
    )  # fmt: skip
    client = client_of(learning.zeno)
    diary = client.get(reverse("case", args=[learning.situation.case.pk])).content.decode()
    assert "Con [nome] e con [nome]" in diary
    assert Pseudonym.objects.count() == 2
    assert "2 componenti" in diary


def test_the_tutor_sees_what_the_student_opened_and_nobody_else_does(learning: Learning) -> None:
    case = learning.situation.case
    client_of(learning.zeno).get(reverse("case_household", args=[case.pk]))
    client_of(learning.anna).get(reverse("case", args=[case.pk]))
    url = reverse("training", args=[learning.traineeship.pk])
    page = client_of(learning.anna).get(url).content.decode()
    opened = page.partition("Che cosa ha aperto il tirocinante")[2]
    assert (opened.count("Zaffirelli"), opened.count("Il nucleo")) == (1, 1)
    theirs = client_of(cast.user(cast.PAOLO)).get(url).content.decode()
    assert "Zaffirelli" not in theirs
    assert "Che cosa ha aperto" not in theirs
    assert client_of(cast.user(cast.CARLA)).get(url).status_code == 404


def test_a_tutor_chooses_takes_away_and_ends_through_pages(learning: Learning) -> None:
    client, row = client_of(learning.anna), learning.traineeship
    chosen = row.cases.get()
    taken = client.post(
        reverse("training_take", args=[row.pk, chosen.pk]), {"reason": "Una pausa"}, follow=True
    )
    assert "non vede più il caso" in taken.content.decode()
    again = {"case": learning.situation.case.pk, "reason": "Si riprende"}
    assert client.post(reverse("training_choose", args=[row.pk]), again).status_code == 302
    empty = client.post(reverse("training_end", args=[row.pk]), {"how": "interrupted"})
    assert empty.status_code == 422
    assert "Di’ perché si interrompe." in empty.content.decode()
    assert client.post(reverse("training_end", args=[row.pk]), {"how": "ended"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "ended"


def test_who_manages_the_staff_registers_a_traineeship(db: None) -> None:
    client = client_of(cast.user(cast.PAOLO))
    sent = {
        "student": cast.user(cast.ZENO).pk,
        "tutor": cast.user(cast.ANNA).pk,
        "body": "Università di Esempio",
        "starts_on": TODAY.isoformat(),
        "last_day": "2026-11-01",
    }
    wrong = client.post(reverse("training_new"), sent)
    assert wrong.status_code == 422
    assert "viene prima del primo" in wrong.content.decode()
    done = client.post(reverse("training_new"), {**sent, "last_day": "2027-02-26"}, follow=True)
    assert "Zeno Provetti" in done.content.decode()
    told = client_of(cast.user(cast.ANNA)).get(reverse("notifications")).content.decode()
    assert "Sei tutor di Zeno Provetti" in told


@pytest.mark.parametrize(
    ("who", "name", "most"),
    [
        (cast.ANNA, "trainings", 6),
        (cast.ANNA, "training", 10),
        (cast.ZENO, "training_mine", 14),
        (cast.ZENO, "case", 22),
        (cast.ZENO, "case_household", 22),
    ],
)
def test_pages_cost_a_fixed_number_of_queries(
    learning: Learning, django_assert_max_num_queries: Any, who: str, name: str, most: int
) -> None:
    arguments = {"training": [learning.traineeship.pk], "case": [learning.situation.case.pk]}
    url = reverse(name, args=arguments.get(name.removesuffix("_household"), []))
    client = client_of(cast.user(who))
    client.get(url)
    with django_assert_max_num_queries(most):
        assert client.get(url).status_code == 200


def test_the_privacy_officer_finds_a_student_like_anybody(learning: Learning) -> None:
    """Here by the true surname, which the student does not even read."""
    User.objects.filter(pk=learning.zeno.pk).update(last_name="Zaffirelli")
    client_of(cast.user(cast.ZENO)).get(reverse("case", args=[learning.situation.case.pk]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")  # the database's own clock says when something was opened
        (now,) = cursor.fetchone()
    look_for_findings(since=now - timedelta(hours=1), at=now + timedelta(seconds=1))
    rules = Finding.objects.filter(user=learning.zeno).values_list("rule", flat=True)
    assert "same_surname" in rules

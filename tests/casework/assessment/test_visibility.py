"""What each profession reads. Every test first writes what could leak: illness, violence, debts."""

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.assessment.instruments import load_instrument
from accanto.casework.assessment.instruments.files import FOLDER
from accanto.casework.assessment.models import Answer
from accanto.casework.assessment.operations import close_assessment, decide_member
from accanto.casework.assessment.queries import (
    activable_members,
    answers_for_print,
    changes_since,
    member_rows,
    proposal_of,
    reader_of,
    sheet_of,
)
from accanto.casework.assessment.rules import right_of
from accanto.casework.assessment.rules.reading import audiences_of_body
from accanto.people.persons.enums import Depth
from tests.casework.assessment.conftest import COMPLEX, begun, decide_all, fill, join, write
from tests.scenarios import NOW, TODAY, date, moment

SECTION_A = load_instrument(FOLDER / "section_a" / "v1.yaml")
SECRETS = [
    "SEGRETOSALUTE",
    "tiene in cura",
    "salute mentale",
    "centro antiviolenza",
    "violenz",
    "non riescono a pagarli",
]
SEEN = {
    "anna": [s.code for s in SECTION_A.sections],
    "bruno": ["request", "work", "education", "housing", "strengths"],
    "sara": ["request", "housing", "conditions", "disability", "strengths"],
    "elena": ["request", "housing", "strengths"],
    "tullio": ["request", "housing", "strengths"],
}


@pytest.fixture
def leaky(analysis):
    """Lucia is ill, followed by mental health, in an anti-violence path; the household has debts."""
    for user in (analysis.sara, analysis.elena, analysis.tullio):
        join(analysis, user)
    lucia = analysis.family.lucia
    fill(analysis, COMPLEX, services_present=["anti_violence"], debts="heavy")
    write(analysis, "health_note", "SEGRETOSALUTE tiene in cura una malattia")
    write(analysis, "specialist_service", ["mental_health"], person=lucia)
    write(analysis, "oncological", "yes", person=lucia)
    write(analysis, "violence_path", "yes", person=lucia)
    decide_member(
        assessment=analysis.assessment,
        person=lucia,
        activability="exempt",
        exemption="anti_violence",
        note="SEGRETOSALUTE della violenza",
        by=analysis.anna,
        at=NOW,
    )
    return analysis


def sheet(leaky, name: str):
    return sheet_of(reader_of(getattr(leaky, name), leaky.assessment, NOW), TODAY)


@pytest.mark.parametrize("name", SEEN)
def test_each_profession_reads_its_own_sections(leaky, name: str) -> None:
    seen = sheet(leaky, name)
    assert [s.code for s in seen.reader.sections] == SEEN[name]
    items = {item.code for s in seen.reader.sections for item in s.items}
    assert {item for item, _person in seen.answers} <= items
    assert {row.code for row in answers_for_print(leaky.assessment, getattr(leaky, name), NOW)} <= set(
        SEEN[name]
    )


def test_nobody_without_a_grant_reads_anything(leaky) -> None:
    for user in (leaky.giulia, leaky.dario, leaky.marco, leaky.nadia, leaky.paolo):
        assert right_of(user, leaky.case.pk, NOW).audiences == frozenset()
        assert sheet_of(reader_of(user, leaky.assessment, NOW), TODAY).answers == {}


def test_a_colleague_seated_in_the_team_reads_only_what_is_for_everybody(leaky) -> None:
    join(leaky, leaky.luca, Depth.TEAM)
    assert right_of(leaky.luca, leaky.case.pk, NOW).audiences == {"everyone"}
    join(leaky, leaky.luca, Depth.WORK)
    assert right_of(leaky.luca, leaky.case.pk, NOW).audiences == {"everyone", "social", "work", "health"}


def test_the_employment_centre_never_reads_health_whatever_its_depth(leaky) -> None:
    join(leaky, leaky.bruno, Depth.WORK)
    assert right_of(leaky.bruno, leaky.case.pk, NOW).audiences == {"everyone", "work"}


def test_the_employment_centre_never_reads_health_whatever_the_file_says(monkeypatch) -> None:
    from types import SimpleNamespace

    from accanto.casework.assessment.rules import reading

    monkeypatch.setattr(
        reading, "rule_at", lambda *_a: SimpleNamespace(value=["everyone", "work", "health", "social"])
    )
    assert audiences_of_body("employment_centre", date(2026, 11, 23)) == {"everyone", "work"}


@pytest.mark.parametrize("name", ["bruno", "sara", "elena", "tullio"])
def test_partners_see_the_decision_about_a_member_and_never_the_reason(leaky, name: str) -> None:
    lucia = next(row for row in member_rows(sheet(leaky, name)) if row.person == leaky.family.lucia)
    assert (lucia.activability, lucia.exemption, lucia.exemption_code, lucia.note) == ("exempt", "", "", "")
    assert lucia.proposal is None
    assert next(r for r in member_rows(sheet(leaky, "anna")) if r.to_decide).exemption_code == "anti_violence"


def test_a_partner_proposal_tells_nothing_of_what_they_do_not_read(leaky) -> None:
    assert proposal_of(sheet(leaky, "anna")).headline == "Bisogno complesso: nel nucleo qualcuno va protetto."
    partner = proposal_of(sheet(leaky, "bruno"))
    assert [r.area for r in partner.reasons + partner.minor] == ["work", "housing"]
    assert "protetto" not in partner.headline


def test_what_changed_meanwhile_is_told_only_where_one_reads(leaky) -> None:
    later = moment(TODAY, 9, 5)
    bruno = reader_of(leaky.bruno, leaky.assessment, later)
    told = {c.name.partition(".")[0] for c in changes_since(bruno, leaky.bruno, moment(TODAY, 8), later)}
    assert {"tenure", "work_status"} <= told
    assert not told & {"health_note", "debts", "services_present", "violence_path", "oncological"}


@pytest.mark.parametrize("name", ["bruno", "elena", "tullio"])
def test_no_page_of_a_partner_holds_a_word_of_it(leaky, name: str, client: Client) -> None:
    client.force_login(getattr(leaky, name))
    pk = leaky.assessment.pk
    addresses = [
        reverse("assessment_print", args=[pk]),
        reverse("assessment_members", args=[pk]),
        reverse("assessment_news", args=[pk]),
        reverse("case_assessments", args=[leaky.case.pk]),
        *(reverse("assessment_section", args=[pk, code]) for code in SEEN[name]),
    ]
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        text = page.content.decode()
        assert [word for word in SECRETS if word in text] == [], address


@pytest.mark.parametrize("name", ["bruno", "elena"])
def test_what_a_partner_may_not_read_does_not_exist_for_them(leaky, name: str, client: Client) -> None:
    client.force_login(getattr(leaky, name))
    pk = leaky.assessment.pk
    for address in (
        reverse("assessment_section", args=[pk, "conditions"]),
        reverse("assessment_section", args=[pk, "services"]),
        reverse("assessment_field", args=[pk, "health_note"]),
        reverse("assessment_history", args=[pk, "health_note"]),
        reverse("assessment_history", args=[pk, f"oncological.{leaky.family.lucia.pk}"]),
    ):
        assert client.get(address).status_code == 404, address
    sent = client.post(
        reverse("assessment_answer", args=[pk]),
        {"field": "health_note", "v:health_note": "1", "health_note": "letto"},
    )
    assert sent.status_code == 404
    assert Answer.objects.get(item="health_note").value.startswith("SEGRETOSALUTE")


def test_a_stranger_finds_nothing(leaky, client: Client) -> None:
    client.force_login(leaky.giulia)
    for name in ("assessment", "assessment_print", "assessment_members", "assessment_news"):
        assert client.get(reverse(name, args=[leaky.assessment.pk])).status_code == 404
    assert client.get(reverse("pathway_analysis", args=[leaky.pathway.pk])).status_code == 404
    started = client.post(reverse("assessment_start", args=[leaky.pathway.pk]), {"kind": "six_areas"})
    assert started.status_code == 404


def test_the_case_timeline_does_not_tell_the_reason(leaky) -> None:
    from accanto.foundation.audit.models import Event

    close_assessment(assessment=leaky.assessment, way="complex", by=leaky.anna, at=NOW)
    told = " ".join(str(params) for params in Event.objects.values_list("params", flat=True))
    assert "violen" not in told


def test_the_rooms_below_learn_who_can_be_activated(published: None) -> None:
    analysis = begun("Finti")
    assert activable_members(analysis.pathway) == frozenset()
    decide_all(analysis)
    assert activable_members(analysis.pathway) == {analysis.family.lucia.pk}

"""True names leave as invented ones, however they are written; nothing else is touched."""

import json
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from hypothesis import given
from hypothesis import strategies as st

from accanto.casework.training.disguise import Disguise, Facts, Known, Words, disguised, is_words, unlinked
from accanto.casework.training.disguise.pages import data, page

HOME, OTHER_HOME = uuid4(), uuid4()


def known(
    first: str,
    last: str,
    told: tuple[str, str] | None = ("Norma", "Ripafinta"),
    *,
    home: UUID = HOME,
    born: date | None = None,
) -> Known:
    return Known(uuid4(), home, first, last, born, told)


def words(*people: Known, facts: Facts | None = None, **more: object) -> Words:
    return Disguise(people=list(people), facts=facts or Facts(), **more).words()  # type: ignore[arg-type]


D_ANGELO = known("Nicolò", "D’Angelò")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Nicolò D’Angelò", "Norma Ripafinta"),
        ("Nicolo' D'Angelo'", "Norma Ripafinta"),
        ("nicolo d'angelo", "Norma Ripafinta"),
        ("NICOLÒ D’ANGELÒ", "NORMA RIPAFINTA"),
        ("D’Angelò Nicolò", "Ripafinta Norma"),
        ("D'ANGELO, NICOLO'", "RIPAFINTA NORMA"),
        ("DAngelo Nicolò", "Ripafinta Norma"),
        ("D Angelo", "Ripafinta"),
        ("D\u2019Angelo\u0300", "Ripafinta"),
        ("dell’Angelò", "dell’Ripafinta"),
        ("la madre di Nicolò.", "la madre di Norma."),
        ("d_angelo_2026.pdf", "Ripafinta_2026.pdf"),
        ("nicolo82", "Norma82"),
        ("l’arcangelo Gabriele", "l’arcangelo Gabriele"),
        ("d’angoli", "d’angoli"),
    ],
)
def test_a_name_in_every_dress(written: str, told: str) -> None:
    assert words(D_ANGELO)(written) == told


def test_words_of_every_day_are_names_only_with_a_capital_or_beside_the_other_part() -> None:
    replaced = words(known("Rosa", "Costa"))
    assert replaced("quanto costa una rosa?") == "quanto costa una rosa?"
    assert replaced("La signora Costa") == "La signora Ripafinta"
    assert replaced("rosa costa") == "Norma Ripafinta"
    assert replaced("COSTA ROSA") == "RIPAFINTA NORMA"


def test_names_of_one_letter() -> None:
    replaced = words(known("E", "O"))
    assert replaced("mele o pere e altro") == "mele o pere e altro"
    assert replaced("Parla E con la maestra") == "Parla Norma con la maestra"
    assert replaced("E O è arrivata, O E anche") == "Norma Ripafinta è arrivata, Ripafinta Norma anche"
    assert replaced("L’E.R.P. e l’O.d.g.") == "L’E.R.P. e l’O.d.g."
    joined = words(known("E", "Campioni"))
    assert joined("e campioni, campioni e") == "Norma Ripafinta, Ripafinta Norma"


def test_each_word_of_a_double_name_and_no_particle() -> None:
    replaced = words(known("Maria Grazia", "De Luca"))
    assert replaced("Maria è qui; Grazia no; de luca sì") == "Norma è qui; Norma no; Ripafinta sì"
    assert replaced("De Gasperi parla di Luca") == "De Gasperi parla di Ripafinta"
    assert replaced("mariagrazia deluca") == "Norma Ripafinta"


def test_where_two_share_a_name_the_case_that_is_read_counts() -> None:
    case, other = uuid4(), uuid4()
    people = [
        known("Marco", "Campioni", ("Attilio", "Ripafinta")),
        known("Marco", "Modello", ("Ubaldo", "Solofinto"), home=OTHER_HOME),
    ]
    disguise = Disguise(people=people, cases={case: HOME, other: OTHER_HOME})
    assert disguise.words(case)("Marco") == "Attilio"
    assert disguise.words(other)("Marco") == "Ubaldo"
    assert disguise.words(other)("Marco Campioni") == "Attilio Ripafinta"


def test_a_colleague_keeps_the_name_unless_the_surname_is_of_the_household() -> None:
    replaced = words(known("Anna", "Campioni"), colleagues=frozenset({("Anna", "Prova")}))
    assert replaced("Anna Prova ha visto Anna") == "Anna Prova ha visto Norma"


def test_a_household_called_by_words_that_are_nobodys_surname() -> None:
    people = [known("Lucia", "Campioni")]
    for label in ("Rossetti", "Famiglia Rossetti", "Campioni–Rossetti"):
        replaced = Disguise(people=people, households={HOME: label}).words()
        assert replaced(f"nucleo {label}") == "nucleo Ripafinta"
        assert "rossetti" not in replaced("i rossetti e la Famiglia").lower()
        assert "Famiglia" in replaced("la Famiglia")


def test_somebody_without_an_invented_name_has_none() -> None:
    assert words(known("Lucia", "Campioni", None))("Lucia Campioni, Lucia") == "[nome], [nome]"


FACTS = Facts(
    codes=frozenset({"CMPLCU88E54G713X", "INPS-ADI-2026-123456", "RG 77/2026"}),
    phones=frozenset({"5551234"}),
    emails=frozenset({"lucia@posta.example"}),
    addresses=frozenset({"Via degli Esempi 1"}),
    others=frozenset({"Ada Figurati"}),
)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("cmplcu88e54g713x", "[codice]"),
        ("CMP LCU 88E54 G713X", "[codice]"),
        ("di RSSMRA80A01H501U, altrui", "di [codice], altrui"),
        ("prot. INPS-ADI-2026-123456", "prot. [codice]"),
        ("INPS ADI 2026 123456", "[codice]"),
        ("INPS-SECONDA-77", "[codice]"),
        ("decreto RG 77/2026", "decreto [codice]"),
        ("555 12 34", "[telefono]"),
        ("+39 555.1234", "[telefono]"),
        ("chiama il 347 1234567", "chiama il [telefono]"),
        ("0573-555123", "[telefono]"),
        ("scrivi a LUCIA@posta.example", "scrivi a [e-mail]"),
        ("x.y@altra.example", "[e-mail]"),
        ("in Via degli Esempi, n. 1", "in [indirizzo]"),
        ("via degli esempi", "[indirizzo]"),
        ("sta in Piazza San Finto 3", "sta in [indirizzo]"),
        ("l’avvocata Ada Figurati", "l’avvocata [nome]"),
        (
            "il 03/12/2026 alle 09:30, 1.234,50 €, caso 2026/0012",
            "il 03/12/2026 alle 09:30, 1.234,50 €, caso 2026/0012",
        ),
        ("va via di casa 3 volte", "va via di casa 3 volte"),
        ("tra 120 giorni, 30 ore", "tra 120 giorni, 30 ore"),
    ],
)
def test_codes_numbers_and_addresses(written: str, told: str) -> None:
    assert words(known("Lucia", "Campioni"), facts=FACTS)(written) == told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("nata il 14\u00a0maggio\u00a01988", "nata nel 1988"),
        ("14/05/1988", "1988"),
        ("14.5.88", "1988"),
        ("1988-05-14", "1988"),
        ("born on 14 May 1988", "born in 1988"),
        ("May 14, 1988", "1988"),
        ("15/05/1988", "15/05/1988"),
        ("114/05/1988", "114/05/1988"),
    ],
)
def test_of_a_birth_the_year_alone(written: str, told: str) -> None:
    assert words(known("Lucia", "Campioni", born=date(1988, 5, 14)))(written) == told


def test_a_page_keeps_its_marks() -> None:
    replaced = words(known("Lucia", "D'Angelò"), facts=FACTS)
    found = page(
        '<a class="lucia" id="lucia" href="/casi/1/?q=Lucia+D%27Angel%C3%B2&amp;x=1" title="Lucia &amp; altri">'
        '<b>Lucia</b> <i>D&#x27;Angelò</i> &lt;b&gt;</a><a href="tel:5551234">chiama</a>'
        '<input type="hidden" name="csrfmiddlewaretoken" value="Lucia"><!-- Lucia -->'
        '<script type="application/json">{"who": "Lucia <b>D\\u2019Angelò</b>"}</script>',
        replaced,
    )
    assert found == (
        '<a class="lucia" id="lucia" href="/casi/1/?q=Norma%20Ripafinta&amp;x=1" title="Norma &amp; altri">'
        '<b>Norma</b> <i>Ripafinta</i> &lt;b&gt;</a><a href="#">chiama</a>'
        '<input type="hidden" name="csrfmiddlewaretoken" value="Lucia"><!-- Norma -->'
        '<script type="application/json">{"who": "Norma <b>Ripafinta</b>"}</script>'
    )


def test_data_by_their_strings() -> None:
    replaced = words(known("Lucia", "Campioni"))
    found = json.loads(data(json.dumps({"Lucia": ["Campioni Lucia", 3, None, {"x": "LUCIA"}]}), replaced))
    assert found == {"Norma": ["Ripafinta Norma", 3, None, {"x": "NORMA"}]}


def test_an_answer_in_pieces_is_put_together_first() -> None:
    pieces = StreamingHttpResponse(["<p>Luc", "ia Camp", "ioni</p>"], status=422)
    pieces["X-Test"] = "1"
    found = disguised(pieces, words(known("Lucia", "Campioni")))
    assert isinstance(found, HttpResponse)
    assert (found.content, found.status_code, found["X-Test"]) == (b"<p>Norma Ripafinta</p>", 422, "1")


@pytest.mark.parametrize(
    ("kind", "disposition", "expected"),
    [
        ("text/html; charset=utf-8", "", True),
        ("application/json", "", True),
        ("text/csv", "", False),
        ("application/pdf", "", False),
        ("text/html", "attachment; filename=x.html", False),
        ("", "", False),
    ],
)
def test_only_pages_and_data_are_words(kind: str, disposition: str, expected: bool) -> None:
    answer = HttpResponse(b"x", content_type=kind)
    if disposition:
        answer["Content-Disposition"] = disposition
    assert is_words(answer) is expected


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_around_a_name_keeps_it(before: str, after: str) -> None:
    """Beside anything that is no letter."""
    text = f"{before} Zaffirelli {after}"
    assert "zaffirelli" not in words(known("Lucia", "Zaffirelli"))(text).lower()


@given(st.text(alphabet="abcdeàèìòùÀÉ'’ -<>&\"=/\n", max_size=60))
def test_a_page_without_names_is_the_same(text: str) -> None:
    assert page(text, words(known("Xxwwqq", "Zzkkjj"))) == text


def test_a_link_that_is_not_open_is_no_link() -> None:
    found = unlinked(
        '<a href="/no/1?x=1">Atto</a><a class="ac-soft x" href="/no/2">Apri</a><a class="ac-soft" href="/si/">Va</a>'
        '<a href="#qui" title="a > b">Qui</a>',
        lambda where: not where.startswith("/no/"),
    )
    assert found == (
        '<a>Atto</a><a class="ac-soft x" hidden>Apri</a><a class="ac-soft" href="/si/">Va</a>'
        '<a href="#qui" title="a > b">Qui</a>'
    )

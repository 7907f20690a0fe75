import gettext
from pathlib import Path

import pytest

from accanto.core.translations import add_missing, catalogue_of, check, compile_all

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext

def words(n, name):
    _("Save")
    ngettext("%(n)s person", "%(n)s people", n)
    pgettext("verb", "Close")
    _(name)
"""
TEMPLATE = """{% load i18n %}
  <p {% if a %}class="x"{% endif %}>{% translate "Due today" %} 100% {{ n|default:_("none") }}</p>
    {% blocktranslate trimmed with name=person.name %}
      Good morning,
      {{ name }}: 5% is left
    {% endblocktranslate %}
{% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
"""
CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Save"
msgstr "Salva"

msgid "%(n)s person"
msgid_plural "%(n)s people"
msgstr[0] "una sola persona"
msgstr[1] "%(n)s persone"

msgctxt "verb"
msgid "Close"
msgstr "Chiudi"

msgid "Due today"
msgstr "Da fare oggi"

msgid "none"
msgstr "nessuno"

msgid "Good morning, %(name)s: 5%% is left"
msgstr "Buongiorno, %(name)s: resta il 5%%"

msgid "%(n)s row"
msgid_plural "%(n)s rows"
msgstr[0] "%(n)s riga"
msgstr[1] "%(n)s righe"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    app = tmp_path / "storey" / "room"
    (app / "templates" / "room").mkdir(parents=True)
    (app / "apps.py").write_text("")
    (app / "views.py").write_text(PYTHON)
    (app / "templates" / "room" / "page.html").write_text(TEMPLATE)
    write(app, CATALOGUE)
    return tmp_path


def write(app: Path, catalogue: str) -> None:
    path = app / "locale" / "it" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(catalogue, encoding="utf-8")


def test_a_complete_catalogue_is_silent(source: Path) -> None:
    assert list(check(source).lines()) == []


def test_every_text_without_italian_is_named_with_its_place(source: Path) -> None:
    write(source / "storey" / "room", "")
    assert sorted(check(source).missing) == [
        "storey/room/templates/room/page.html:2: «Due today»",
        "storey/room/templates/room/page.html:2: «none»",
        "storey/room/templates/room/page.html:3: «Good morning, %(name)s: 5%% is left»",
        "storey/room/templates/room/page.html:7: «%(n)s row»",
        "storey/room/views.py:5: «Save»",
        "storey/room/views.py:6: «%(n)s person»",
        "storey/room/views.py:7: «Close» [verb]",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgstr "Salva"', 'msgstr ""', "missing"),
        ('msgid "Save"', '#, fuzzy\nmsgid "Save"', "fuzzy"),
        ('msgstr[1] "%(n)s righe"', 'msgstr[1] "righe"', "placeholders"),
        ("Buongiorno, %(name)s:", "Buongiorno, %(nome)s:", "placeholders"),
    ],
)
def test_each_fault_is_found(source: Path, old: str, new: str, fault: str) -> None:
    write(source / "storey" / "room", CATALOGUE.replace(old, new))
    findings = check(source)
    assert {
        name for name in ("missing", "fuzzy", "placeholders", "disagreeing") if getattr(findings, name)
    } == {fault}


def test_an_unused_text_is_reported_but_is_no_fault(source: Path) -> None:
    write(source / "storey" / "room", CATALOGUE + '\nmsgid "Gone"\nmsgstr "Andato"\n')
    findings = check(source)
    assert (findings.obsolete, findings.faults) == (["storey/room: «Gone»"], 0)


def test_an_app_needs_its_own_text_and_two_apps_must_agree(source: Path) -> None:
    other = source / "storey" / "other"
    other.mkdir()
    (other / "apps.py").write_text("")
    (other / "views.py").write_text('from django.utils.translation import gettext as _\n_("Save")\n')
    assert check(source).missing == ["storey/other/views.py:2: «Save»"]
    write(other, CATALOGUE.split("msgid", 3)[0] + '\nmsgid "Save"\nmsgstr "Conserva"\n')
    assert len(check(source).disagreeing) == 1
    write(other, '\nmsgid "Save"\nmsgstr "Salva"\n')
    assert check(source).faults == 0


def test_adding_keeps_what_is_there_and_appends_the_rest(source: Path) -> None:
    app = source / "storey" / "room"
    write(app, CATALOGUE.replace('msgid "Due today"\nmsgstr "Da fare oggi"\n', ""))
    assert add_missing(app, source) == 1
    catalogue = catalogue_of(app)
    assert catalogue.get("Save").string == "Salva"
    assert catalogue.get("Due today").string == ""
    assert check(source).missing == ["storey/room/templates/room/page.html:2: «Due today»"]
    assert add_missing(app, source) == 0


def test_compiled_catalogues_speak_italian(source: Path) -> None:
    assert compile_all(source) == 1
    compiled = source / "storey" / "room" / "locale" / "it" / "LC_MESSAGES" / "django.mo"
    with compiled.open("rb") as handle:
        italian = gettext.GNUTranslations(handle)
    assert italian.gettext("Save") == "Salva"
    assert italian.ngettext("%(n)s person", "%(n)s people", 3) == "%(n)s persone"
    assert italian.pgettext("verb", "Close") == "Chiudi"

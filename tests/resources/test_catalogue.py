"""Services, funds and plan lines are their files: by code, with a diff, nothing ever deleted."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from accanto.resources.catalogue.models import Service
from accanto.resources.catalogue.operations import FILE, sync_catalogue
from accanto.resources.funding.models import Fund, PlanLine
from accanto.resources.funding.reference import ReferenceFileError
from tests.scenarios import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def emptied() -> None:
    Service.objects.all().delete()
    PlanLine.objects.all().delete()
    Fund.objects.all().delete()


def shortened(folder: Path, without: str) -> Path:
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]
    file = folder / "services.yaml"
    file.write_text(
        yaml.safe_dump({"services": [e for e in entries if e["code"] != without]}), encoding="utf-8"
    )
    return file


def test_the_zone_has_the_services_and_the_money_of_its_plan() -> None:
    sync_catalogue(at=NOW)
    assert (Service.objects.count(), Fund.objects.count(), PlanLine.objects.count()) == (14, 9, 20)
    assert sum(f.amount or 0 for f in Fund.objects.all()) == Decimal("2276193.98")
    assert sum(line.amount or 0 for line in PlanLine.objects.all()) == Decimal("593945.52")
    by_objective = {n: Decimal(0) for n in (1, 2, 3, 4)}
    for line in PlanLine.objects.all():
        by_objective[line.objective] += line.amount or 0
    assert by_objective == {
        1: Decimal("193541.60"),
        2: Decimal("110266.80"),
        3: Decimal("67860.08"),
        4: Decimal("222277.04"),
    }


def test_each_service_names_the_funds_of_table_8() -> None:
    sync_catalogue(at=NOW)
    education = Service.objects.get(code="educativa-domiciliare-territoriale")
    assert sorted(education.funds.values_list("code", flat=True)) == ["fondo-poverta", "pon-inclusione-rei"]
    assert sorted(education.plan_lines.values_list("code", flat=True)) == ["a4", "b4"]
    assert list(Service.objects.filter(parenting_support=True).values_list("code", flat=True)) == [
        "sostegno-genitorialita-mediazione"
    ]
    # Only what the ministry's short list calls the same thing has its code.
    assert dict(Service.objects.exclude(siuss_code="").values_list("code", "siuss_code")) == {
        "educativa-domiciliare-territoriale": "A2.02",
        "assistenza-domiciliare": "A2.07",
    }


def test_twice_changes_nothing_and_a_dry_run_writes_nothing() -> None:
    dry = sync_catalogue(at=NOW, dry_run=True)
    assert (len(dry), Service.objects.count(), Fund.objects.count()) == (43, 0, 0)
    assert str(dry[0]) == "+ fund pon-inclusione-rei"
    sync_catalogue(at=NOW)
    assert sync_catalogue(at=NOW) == []


def test_what_leaves_the_file_is_retired_and_what_comes_back_is_restored(tmp_path: Path) -> None:
    sync_catalogue(at=NOW)
    changes = sync_catalogue(at=NOW, file=shortened(tmp_path, "alfabetizzazione"))
    assert [str(change) for change in changes] == ["- service alfabetizzazione"]
    gone = Service.objects.get(code="alfabetizzazione")
    assert gone.retired_on == TODAY
    assert gone not in Service.objects.on_offer(TODAY)
    assert [change.verb for change in sync_catalogue(at=NOW)] == ["restore"]
    assert Service.objects.on_offer(TODAY).count() == 14


@pytest.mark.parametrize(
    ("spoilt", "named"),
    [
        ("services: 3", "services"),
        ("services: [{code: a, name: A}]", "mode"),
        ("services: [{code: a, name: A, mode: hours}, {code: a, name: B, mode: hours}]", "«a»"),
        ("services: [{code: a, name: A, mode: flying}]", "flying"),
    ],
)
def test_a_spoilt_file_names_what_is_wrong_and_writes_nothing(
    tmp_path: Path, spoilt: str, named: str
) -> None:
    file = tmp_path / "services.yaml"
    file.write_text(spoilt, encoding="utf-8")
    with pytest.raises(ReferenceFileError, match=named):
        sync_catalogue(at=NOW, file=file)
    assert Service.objects.count() == 0

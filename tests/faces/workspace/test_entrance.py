"""One click enters the demonstration; outside it the door is not there."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accanto.territory.staff.models import User
from tests import cast


@pytest.mark.django_db
def test_the_log_in_page_lists_the_cast_in_the_demonstration(settings: Settings) -> None:
    settings.DEMO_MODE = True
    text = Client().get(reverse("account_login")).content.decode()
    assert [name for name in cast.EVERYBODY if f'value="{name}"' not in text] == []


@pytest.mark.django_db
def test_one_click_enters_as_that_person_and_changes_person(settings: Settings) -> None:
    settings.DEMO_MODE = True
    client = Client()
    assert client.post(reverse("demo_login"), {"username": cast.ANNA}).headers["Location"] == reverse("home")
    assert client.get(reverse("account_login")).status_code == 200
    client.post(reverse("demo_login"), {"username": cast.CARLA})
    assert client.session["_auth_user_id"] == str(cast.user(cast.CARLA).pk)


@pytest.mark.django_db
def test_outside_the_demonstration_the_door_does_not_exist(settings: Settings) -> None:
    settings.DEMO_MODE = False
    client = Client()
    assert client.post(reverse("demo_login"), {"username": cast.ANNA}).status_code == 404
    assert client.get(reverse("demo_login")).status_code == 404
    assert "_auth_user_id" not in client.session
    assert cast.ANNA not in client.get(reverse("account_login")).content.decode()


@pytest.mark.django_db
def test_only_the_cast_enters_with_a_click(settings: Settings) -> None:
    settings.DEMO_MODE = True
    User.objects.create_user("vero.esempio", "segreta-e-lunga", first_name="Vero", last_name="Esempio")
    client = Client()
    assert client.post(reverse("demo_login"), {"username": "vero.esempio"}).status_code == 404
    assert client.get(reverse("demo_login")).status_code == 405


@pytest.mark.django_db
def test_a_password_enters_and_a_wrong_one_says_so() -> None:
    User.objects.create_user("vero.esempio", "segreta-e-lunga", first_name="Vero", last_name="Esempio")
    client = Client()
    wrong = client.post(reverse("account_login"), {"login": "vero.esempio", "password": "sbagliata"})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in client.session
    right = client.post(reverse("account_login"), {"login": "vero.esempio", "password": "segreta-e-lunga"})
    assert right.headers["Location"] == "/"


@pytest.mark.django_db
def test_the_language_can_be_changed_before_and_after_log_in() -> None:
    client = Client()
    client.post(reverse("set_language"), {"language": "en", "next": "/conto/login/"})
    assert '<html lang="en"' in client.get(reverse("account_login")).content.decode()

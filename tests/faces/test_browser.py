"""The browser itself, before any page of ours: when this fails, no other browser test means anything."""

from typing import TYPE_CHECKING

import pytest
from django.contrib.contenttypes.models import ContentType

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.django_db
def test_the_browser_opens_a_page_in_italian_and_the_database_can_be_asked_meanwhile(page: "Page") -> None:
    page.set_content("<h1>Prova</h1>")
    assert page.inner_text("h1") == "Prova"
    assert page.evaluate("navigator.language") == "it-IT"
    assert ContentType.objects.exists()

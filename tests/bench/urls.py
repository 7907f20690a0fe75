"""The product's addresses and one that does nothing: what a request costs before any page begins."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from accanto.core.web.middleware import public
from config.urls import urlpatterns as product


@public
def noop(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("bench/noop/", noop), *product]

"""Addresses of this room under /diritti/: what is kept of people, and what they may ask."""

from django.urls import URLPattern, path

from accanto.steering.privacy.views import register

urlpatterns: list[URLPattern] = [
    path("registro/", register.register, name="privacy_register"),
    path("registro/registro.pdf", register.register_file, name="privacy_register_pdf"),
    path("registro/valutazione-impatto.pdf", register.dpia_file, name="privacy_dpia_pdf"),
]

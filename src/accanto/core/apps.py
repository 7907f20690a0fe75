from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "accanto.core"
    label = "core"

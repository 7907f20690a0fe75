from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "accanto.core"
    label = "core"

    def ready(self) -> None:
        import logging

        from accanto.core.web.away import QuietWhileAway

        for handler in logging.getLogger().handlers:
            handler.addFilter(QuietWhileAway())

"""Brings Django up inside a command."""


def start_django() -> None:
    # Imported here: commands that need no Django start in a tenth of the time.
    import django

    django.setup()

"""Reference data of the template database: the zone of the sources and the fixed cast."""


def load() -> None:
    from accanto.faces.demo.reference import load_cast, load_zone

    load_zone()
    load_cast()

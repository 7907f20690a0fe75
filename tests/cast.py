"""The fixed cast with fixed rights; the template database holds it (accanto/faces/demo/data/cast.yaml)."""

from types import SimpleNamespace

from accanto.territory.staff.models import User

ANNA = "anna.prova"  # social worker, Polo Pistoia Nord
GIULIA = "giulia.immaginari"  # social worker, Quarrata
LUCA = "luca.campioni"  # social worker, Polo Pistoia Nord, 30 hours
CARLA = "carla.esempi"  # programme manager of the zone
BRUNO = "bruno.test"  # employment centre
ELENA = "elena.modello"  # cooperative, tutor
SARA = "sara.ipotesi"  # mental health
TULLIO = "tullio.bozzetti"  # school
DARIO = "dario.finti"  # desk
MARCO = "marco.inventati"  # planner
NADIA = "nadia.figurati"  # director
OLGA = "olga.riservati"  # privacy officer
UGO = "ugo.fittizi"  # provider
VERA = "vera.simulati"  # facility desk
ZENO = "zeno.provetti"  # student
PAOLO = "paolo.sistemi"  # administrator
EVERYBODY = [
    ANNA,
    GIULIA,
    LUCA,
    CARLA,
    BRUNO,
    ELENA,
    SARA,
    TULLIO,
    DARIO,
    MARCO,
    NADIA,
    OLGA,
    UGO,
    VERA,
    ZENO,
    PAOLO,
]


def user(username: str) -> User:
    return User.objects.get(username=username)


def everyone() -> SimpleNamespace:
    """`cast.anna`, `cast.bruno`, …"""
    return SimpleNamespace(
        **{u.username.split(".")[0]: u for u in User.objects.filter(username__in=EVERYBODY)}
    )

"""Every account × every id there is, asked of the database; and × every address that takes one, asked of the pages.

On whatever database stands behind Django, seen with the eyes of tests (`tests.database.EYES_OF_TESTS`) to know what
there is; pages are asked as their users. `python -m tests.hunt` walks the demonstration zone.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse

from accanto.casework.training import reach
from accanto.core import clock
from accanto.core.database.context import acting, acting_for
from accanto.people.persons.visibility import IN_TRAINING
from accanto.territory.staff.models import User
from tests.consistency.urls import named_addresses, table
from tests.hunt.kinds import DEPTHS, KINDS, WHOLE
from tests.hunt.oracle import CARD, TEAM, Oracle, Sight

SEED = "accanto"
# What a POST of somebody without the right may leave behind: nothing but that it was asked.
_TRACES = ("django_session", "acc_", "audit_", "limits_", "jobs_sentform", "entrance_")
# Addresses whose rows are not the case's alone; tests/casework/teams and the matrix prove who gets them.
OTHERS = {"draft_save"}


@dataclass(frozen=True)
class Wrong:
    user: str
    method: str
    url: str
    status: int | str
    expected: str

    def __str__(self) -> str:
        return f"{self.user}: {self.method} {self.url} gave {self.status}, not {self.expected}"


@dataclass
class Walk:
    """`most`: how many ids inside, and how many outside, each account tries at each address."""

    users: Sequence[User]
    most: int = 60
    asked: int = 0
    compared: int = 0
    shown: int = 0

    def __post_init__(self) -> None:
        self.lines = table()["urls"]
        self.oracle = Oracle(clock.now())
        self.ids: dict[str, list[Any]] = {name: sorted(kind.rows(), key=str) for name, kind in KINDS.items()}

    @cached_property
    def whole(self) -> dict[str, set[Any]]:
        return {table: kind.rows() for table, kind in WHOLE.items()}

    @cached_property
    def strangers(self) -> list[UUID]:
        """Every uuid of every kind: an address must not take that of another kind for one of its own."""
        return sorted({pk for rows in self.ids.values() for pk in rows if isinstance(pk, UUID)}, key=str)

    def names(self) -> list[str]:
        return [
            name
            for name, takes in sorted(named_addresses().items())
            if takes and name not in OTHERS and self._kind_of(name)
        ]

    def beyond(self) -> list[str]:
        """Every id of every kind for every account: rows that the database shows without a right in the bare tables."""
        found = []
        for user in self.users:
            sight = self.oracle.sight(user.pk)
            theirs = {table: kind.seen(self.oracle, sight, CARD) for table, kind in WHOLE.items()}
            with acting(acting_for(user, at=self.oracle.at)):
                shown = {table: kind.rows() for table, kind in WHOLE.items()}
            self.compared += sum(map(len, self.whole.values()))
            self.shown += sum(map(len, shown.values()))
            found += [
                f"{user.username}: {len(shown[table] - theirs[table])} of {table} without a right"
                for table in WHOLE
                if shown[table] - theirs[table]
            ]
        return found

    def wrong(self) -> list[Wrong]:
        return [found for user in self.users for found in self._of_user(user)]

    def _of_user(self, user: User) -> Iterator[Wrong]:
        sight = self.oracle.sight(user.pk)
        client = Client(raise_request_exception=False)
        client.force_login(user)
        for name in self.names():
            yield from self._of_name(user, sight, client, name)

    def _kind_of(self, name: str) -> tuple[str, str] | None:
        """The argument that leads to a row, and its kind."""
        for argument, thing in self.lines[name].get("with", {}).items():
            if argument == "pk" and thing in KINDS:
                return argument, thing
        return None

    def _of_name(self, user: User, sight: Sight, client: Client, name: str) -> Iterator[Wrong]:
        found = self._kind_of(name)
        assert found is not None
        argument, thing = found
        line = self.lines[name]
        inside, outside = self._split(user, name, thing, sight)
        method = line.get("as", "GET")
        permission = getattr(
            resolve(self._url(name, argument, next(iter(self.ids[thing]), None))).func, "permission", None
        )
        if permission and permission not in sight.permissions:
            inside, outside = inside[:1], outside[:1]  # the door does not look at the id
        learns = IN_TRAINING in sight.permissions and not reach.is_own(
            name
        )  # their door comes before every other
        for pk in outside:
            url = self._url(name, argument, pk)
            closed = 404 if permission is None or permission in sight.permissions else 403
            for asked in ("GET", "POST") if method == "EDIT" else (method,):
                told = 403 if learns and (asked == "POST" or name not in reach.OPEN) else closed
                status, wrote = self._ask(client, asked, url)
                if status != told or wrote:
                    yield Wrong(user.username, asked, url, wrote or status, str(told))
        if method == "POST":
            return
        for pk in inside:
            url = self._url(name, argument, pk)
            status, _wrote = self._ask(client, "GET", url)
            if (permission and permission not in sight.permissions) or (learns and name not in reach.OPEN):
                if status != 403:
                    yield Wrong(user.username, "GET", url, status, "403")
            elif status not in _INSIDE.get(name, {200, 302}):
                yield Wrong(user.username, "GET", url, status, "a page")

    def _split(self, user: User, name: str, thing: str, sight: Sight) -> tuple[list[Any], list[Any]]:
        """Ids that open and ids that must not; all where they are few, else a sample that each account has of its own
        and that is the same every time."""
        dice = random.Random(f"{SEED} {name} {user.username}")  # noqa: S311  (the same ids every time)
        seen = KINDS[thing].seen(self.oracle, sight, DEPTHS.get(name, TEAM))
        some = KINDS[thing].seen(self.oracle, sight, 10)
        inside = [pk for pk in self.ids[thing] if pk in seen]
        outside = [pk for pk in self.ids[thing] if pk not in some]
        if isinstance(next(iter(self.ids[thing]), None), UUID):
            rows = set(self.ids[thing])
            outside += [pk for pk in self._sample(dice, self.strangers) if pk not in rows][
                : -(-self.most // 2)
            ]
        if name == "case_emergency" and "access.break_glass" in sight.permissions:
            outside = [
                pk for pk in outside if not self.oracle.breaks(pk)
            ]  # the one page that opens from outside
        if len(self._takes(name)) > 1:
            inside = []  # the second id must be of the first row: the matrix asks for it
        return self._sample(dice, inside), self._sample(dice, outside)

    def _sample(self, dice: random.Random, ids: Sequence[Any]) -> list[Any]:
        return list(ids) if len(ids) <= self.most else dice.sample(list(ids), self.most)

    def _takes(self, name: str) -> dict[str, str]:
        return named_addresses()[name]

    def _url(self, name: str, argument: str, pk: Any) -> str:
        usual: dict[str, Any] = {"uuid": self.strangers[0], "int": 1, "slug": "x", "str": "x", "section": "x"}
        given = {key: usual[kind] for key, kind in self._takes(name).items()}
        given |= {
            key: thing for key, thing in self.lines[name]["with"].items() if key in {"kind", "code", "name"}
        }
        # Of a kind of which there is none, any id will do.
        return reverse(name, kwargs=given if pk is None else {**given, argument: pk})

    def _ask(self, client: Client, method: str, url: str) -> tuple[int, str]:
        """The status, and what was written by whoever should have written nothing; all is undone."""
        wrote: list[str] = []

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            words = sql.lstrip().split()
            if words and words[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
                target = " ".join(words[:3]).replace('"', "")
                if not any(trace in target for trace in _TRACES):
                    wrote.append(target)
            return execute(sql, params, many, context)

        self.asked += 1
        with transaction.atomic():
            with connection.execute_wrapper(watch):
                sent = {"csrfmiddlewaretoken": "x"}
                answer: Any = client.get(url) if method == "GET" else client.post(url, sent)
            if answer.streaming:
                list(answer.streaming_content)
            transaction.set_rollback(True)
        return answer.status_code, ", ".join(wrote) if method == "POST" else ""


# Of what one sees, what the state of the row or the rule of the page answers instead of a page.
_INSIDE: dict[str, set[int]] = {
    "case_emergency": {404},  # one does not break into what one sees
    "case_member_add": {200, 403},  # not in a closed case, not by whoever only reads
    "case_move": {200, 403},
    "case_close": {200, 403},
    "assessment_members": {200, 404},  # where the instrument asks nothing of each member
    "training_choose": {200, 403},  # the tutor's, not of whoever manages the staff
    "project_extend": {200, 404},  # only where one runs already
    "service_pact_record": {200, 302, 403},  # of partners, the employment centre alone
    # of a report that one reads, the evaluator's alone
    **{
        name: {200, 302, 403}
        for name in ("report_evaluation", "report_answer", "report_measure", "report_outcome")
    },
    # each step of a contact has the page of its kind
    **{name: {200, 302, 404} for name in ("desk_step_place", "desk_step_application", "desk_step_report")},
    "place_move": {200, 404},  # by whoever gives places there
    "outcomes:rejected": {200, 404},  # nothing was refused
    "outcomes:original": {200, 404},  # the file is for whoever brought it
    "privacy_extract": {200, 404},  # of a request for one's data, by whoever sees the person
}


def report(found: Iterable[Wrong]) -> str:
    return "\n".join(map(str, found))

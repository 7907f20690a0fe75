"""Which tests run one after the other in one worker (`pytest -n 2`), and what is begun first.

xdist's own mark `xdist_group` has no effect with pytest 9.2, which no longer reads the id that xdist writes.
"""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

# The longest first. Who seals the record waits for the transactions of the whole cluster: it stands beside the walk in
# the browser, which has short ones once its zone is loaded (meanwhile durability has a cluster of its own), and before
# the hunts, which have the longest.
TOGETHER = {
    "browser": ("tests/browser/test_every_page.py", "tests/journeys/test_browser_"),
    "durability": ("tests/durability/",),
    "sealing": ("tests/foundation/audit/test_chain.py", "tests/steering/privacy/test_erasures.py"),
    "hunts": ("tests/consistency/test_idor_walk.py", "tests/consistency/test_leak_hunt.py"),
    "demonstration": ("tests/faces/test_demo.py",),
}
# What one test of these leaves, the next one meets.
IN_ORDER = ("tests/journeys/test_browser_", "tests/durability/")
# Rules that look at the same answers: one worker asks an address for all of them (tests/consistency/visits.py).
VISITING = tuple(
    f"tests/consistency/test_{rule}.py::"
    for rule in ("url_matrix", "readings", "must_not_see", "protected_person")
)


class Spreading(LoadScopeScheduling):
    """Every test for itself, but for those of a group."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(VISITING):
            return nodeid.partition("[")[2] or nodeid
        return next((name for name, begins in TOGETHER.items() if nodeid.startswith(begins)), nodeid)

    def _assign_work_unit(self, node: Any) -> None:
        for name in reversed(TOGETHER):
            if name in self.workqueue:
                self.workqueue.move_to_end(name, last=False)
        super()._assign_work_unit(node)

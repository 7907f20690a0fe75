"""What is kept to those who read a case: rooms say how their clocks and the verbs of their events begin.

A partner of the team sees the case at `Depth.TEAM`: of what is kept close neither deadline nor event is told them.
Declared in `AppConfig.ready()`, before the policies are built.
"""

_prefixes: set[str] = set()


def keep_close(prefix: str) -> None:
    """`prefix` of deadline codes and audit verbs, with its full stop: `"mandates."`."""
    _prefixes.add(prefix)


def told_to_readers_only(column: str) -> str:
    """Condition in SQL: the code or verb in `column` is one that is kept close."""
    tests = [f"starts_with({column}, '{prefix}')" for prefix in sorted(_prefixes)]
    return f"({' OR '.join(tests)})" if tests else "FALSE"

"""What the tests of this folder store goes to a folder of their own."""

from tests.access.outcomes.conftest import _own_files

__all__ = ["_own_files"]

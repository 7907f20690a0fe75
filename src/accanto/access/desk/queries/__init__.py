"""Reading what happens at the desks."""

from accanto.access.desk.queries.board import Board, board_of, calls_of
from accanto.access.desk.queries.points import my_points, residents_served, serves_here, staff_of

__all__ = ["Board", "board_of", "calls_of", "my_points", "residents_served", "serves_here", "staff_of"]

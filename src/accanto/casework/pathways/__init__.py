"""One procedure inside a case: stages, assignment, convocations, legal clocks."""

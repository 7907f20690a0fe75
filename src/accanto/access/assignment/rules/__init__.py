"""Who should take a household in charge: worked out from plain values, so that it can be explained and proved."""

from accanto.access.assignment.rules.load import Weights, weights_on
from accanto.access.assignment.rules.propose import Proposal, Standing, Waiting, Worker, propose_all

__all__ = ["Proposal", "Standing", "Waiting", "Weights", "Worker", "propose_all", "weights_on"]

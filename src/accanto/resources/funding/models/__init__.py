from accanto.resources.funding.models.fund import Fund, PlanLine

__all__ = ["Fund", "PlanLine"]

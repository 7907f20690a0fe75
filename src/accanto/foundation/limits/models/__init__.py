from accanto.foundation.limits.models.allowance import Allowance

__all__ = ["Allowance"]

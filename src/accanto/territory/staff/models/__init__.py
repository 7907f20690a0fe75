from accanto.territory.staff.models.operator import Contract, OfficePost, Operator, RoleGrant
from accanto.territory.staff.models.user import User

__all__ = ["Contract", "OfficePost", "Operator", "RoleGrant", "User"]

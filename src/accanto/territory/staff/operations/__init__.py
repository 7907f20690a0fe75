"""The only way to write accounts, contracts, posts and roles."""

from accanto.territory.staff.operations.accounts import (
    AccountRefused,
    create_operator,
    reactivate_account,
    renew_password,
    suspend_account,
)
from accanto.territory.staff.operations.rights import (
    add_contract,
    add_post,
    end_contract,
    end_post,
    end_role,
    grant_role,
)

__all__ = [
    "AccountRefused",
    "add_contract",
    "add_post",
    "create_operator",
    "end_contract",
    "end_post",
    "end_role",
    "grant_role",
    "reactivate_account",
    "renew_password",
    "suspend_account",
]

from accanto.core.database.policies import ANYBODY_AT_WORK, protect

protect("notifications_notification", see="user_id = acc_user()", add=ANYBODY_AT_WORK)

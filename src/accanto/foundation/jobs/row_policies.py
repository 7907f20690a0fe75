from accanto.core.database.policies import ANYBODY_AT_WORK, protect

protect("jobs_job", see="owner_id = acc_user()", add=ANYBODY_AT_WORK)
protect("jobs_draft", see="user_id = acc_user()")

"""Tests: the same database server and the same roles as in use; only hashing is cheaper and time can be moved."""

import os

from accanto.core.env import env_bool
from config.settings.base import *

SECRET_KEY = "only-for-tests"  # noqa: S105  (tests hold no data)
DEBUG = False
DEMO_MODE = env_bool("ACCANTO_TEST_DEMO", True)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LIMITS_TIMES = 1_000
CLOCK_FILE = os.environ.get("ACCANTO_CLOCK_FILE")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

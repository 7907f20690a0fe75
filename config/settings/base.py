"""Settings that every instance shares; what differs is read from the environment in the other modules."""

import os
from pathlib import Path

from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

from accanto.core.database.connect import owner_database, web_database
from accanto.core.env import accanto_home, env_int
from accanto.core.identity_provider import as_allauth, identity_provider

BASE_DIR = Path(__file__).resolve().parents[2]
HOME = accanto_home()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "csp",
    # Before allauth: our log-in pages replace its own.
    "accanto.core",
    "accanto.foundation.entrance",
    "accanto.foundation.limits",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "accanto.foundation.audit",
    "accanto.foundation.documents",
    "accanto.foundation.notifications",
    "accanto.foundation.jobs",
    "accanto.territory.places",
    "accanto.territory.bodies",
    "accanto.territory.staff",
    "accanto.resources.funding",
    "accanto.resources.catalogue",
    "accanto.people.persons",
    "accanto.people.households",
    "accanto.people.matching",
    "accanto.casework.cases",
    "accanto.casework.agenda",
    "accanto.casework.mandates",
    "accanto.casework.pathways",
    "accanto.casework.assessment",
    "accanto.casework.teams",
    "accanto.casework.projects",
    "accanto.casework.record",
    "accanto.casework.training",
    "accanto.access.directory",
    "accanto.access.offers",
    "accanto.access.outcomes",
    "accanto.access.assignment",
    "accanto.access.reports",
    "accanto.access.desk",
    "accanto.steering.indicators",
    "accanto.steering.privacy",
    "accanto.faces.workspace",
    "accanto.faces.api",
]

MIDDLEWARE = [
    "accanto.core.web.tracing.NameRequests",
    "accanto.core.web.headers.SafeHeaders",
    "accanto.faces.api.middleware.SpeakToPrograms",
    "accanto.core.web.away.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accanto.core.web.uploads.RefuseLargeBodies",
    "accanto.core.web.middleware.RejectNulBytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accanto.core.web.middleware.PersonLanguage",
    "django.middleware.common.CommonMiddleware",
    "accanto.core.web.elision.ElideDays",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # All before whatever opens a transaction for the request.
    "accanto.faces.api.middleware.EnterByKey",
    "accanto.foundation.entrance.middleware.CountAttempts",
    "accanto.foundation.entrance.middleware.OpenSession",
    "accanto.foundation.limits.middleware.HoldBack",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accanto.core.web.middleware.LoginRequired",
    "accanto.core.web.middleware.ActAsPerson",
    # Inside the transaction of the request, outside what is read and written down: students read other names.
    "accanto.casework.training.middleware.Students",
    # Last: inside the transaction of the request, right around the page.
    "accanto.foundation.audit.readings.RecordReadings",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "accanto.core.web.frame.frame",
                "accanto.foundation.entrance.context.entrance",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "accanto.core.templatetags.accanto_ui",
            ],
        },
    }
]
FORM_RENDERER = "accanto.core.forms.renderer.AccantoRenderer"

# Commands that change the schema connect as the owner; everything else as a role that owns nothing.
DATABASES = {"default": owner_database() if os.environ.get("ACCANTO_DB_ROLE") == "owner" else web_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# No password has to be changed after so many days: it only brings «Primavera1», «Primavera2».
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accanto.territory.staff.passwords.LongEnough"},
    {"NAME": "accanto.territory.staff.passwords.NotCommon"},
    {"NAME": "accanto.territory.staff.passwords.NotTheTrade"},
    {"NAME": "accanto.territory.staff.passwords.NotOneself"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email", "username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "accanto.territory.staff.adapters.account.StaffAccountAdapter"
SOCIALACCOUNT_ADAPTER = "accanto.territory.staff.adapters.provider.ProviderAdapter"
MFA_ADAPTER = "accanto.territory.staff.adapters.second_step.SecondStepAdapter"
ACCOUNT_FORMS = {
    "login": "accanto.foundation.entrance.forms.LoginForm",
    "reauthenticate": "accanto.foundation.entrance.forms.ReauthenticateForm",
    "change_password": "accanto.foundation.entrance.forms.ChangePasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_SESSION_REMEMBER = False
# «Confirm that it is you» holds ten minutes (accanto.core.web.confirmation).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Accanto"
MFA_FORMS = {"add_webauthn": "accanto.foundation.entrance.forms.AddPasskeyForm"}
# Wrong attempts are counted in the database (accanto.foundation.entrance), for all processes together.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": False, "reauthenticate": False}
# How many proxies stand before us and add to X-Forwarded-For; 0 believes none of it.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("ACCANTO_TRUSTED_PROXIES", 0, at_least=0)
# Another pause than the rule's before a session closes by itself (foundation/entrance/data/limits.yaml).
IDLE_MINUTES = env_int("ACCANTO_IDLE_MINUTES", 0, at_least=0)
# The log-in of the body or its SPID/CIE gateway; nothing when ACCANTO_OIDC_ISSUER is not given.
IDENTITY_PROVIDER = identity_provider()
SOCIALACCOUNT_PROVIDERS = as_allauth(IDENTITY_PROVIDER)
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False

LANGUAGE_CODE = "it"
LANGUAGES = [("it", _("Italian")), ("en", _("English"))]
TIME_ZONE = "Europe/Rome"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
_BI = BASE_DIR / "node_modules" / "bootstrap-italia" / "dist"
STATICFILES_DIRS = [(f"bi/{part}", _BI / part) for part in ("css", "fonts", "svg", "assets")]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": HOME / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The keys that close the documents: outside the database, made at first use where an instance keeps its own secrets.
DOCUMENT_KEYS = ""
DOCUMENT_KEYS_FILE = HOME / "secrets" / "document_keys"
DOCUMENT_KEYS_MADE_HERE = True
TYPST_FONT_DIRS = [_BI / "fonts"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 10
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# An outcome list of a whole region stays far below; larger files are refused before they are read.
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024

PROCRASTINATE_ON_APP_READY = None
DEMO_MODE = False
CLOCK_FILE: str | None = None
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "accanto@localhost"
# Reminders of appointments (casework/agenda). A safe contact reads the neutral one: it names no service. Text messages
# leave through the sender of this name; without one none does.
REMINDER_FROM = "accanto@localhost"
REMINDER_NEUTRAL_FROM = "promemoria@localhost"
SMS_SENDER = ""
SMS_OUTBOX = HOME / "sms" / "outbox.jsonl"  # of the sender «outbox», for the demonstration

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Structure, never people: see accanto.core.logs.
    "formatters": {"structure": {"()": "accanto.core.logs.StructureFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structure"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # In place of Django's own, which would mail reports with what people typed.
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
DEFAULT_EXCEPTION_REPORTER = "accanto.core.logs.NoLocals"
# How many times the limits of foundation/limits: 1 in use; tests ask faster than people.
LIMITS_TIMES = 1

"""The one settings module; what differs between places comes from the environment (docs/operations.md).

`SKILLCITY_DB` and `SKILLCITY_DB_OWNER` are JSON objects of psycopg parameters, set by the supervisor: the application
signs in as a role that owns nothing, and only migrations run as the owner.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from skillcity.site.supervise.secrets import load_secrets

PROJECT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("SKILLCITY_VAR", PROJECT / "var"))
SECRETS = load_secrets(VAR)
AS_OWNER = os.environ.get("SKILLCITY_ROLE") == "owner"
_parameters = json.loads(os.environ.get("SKILLCITY_DB_OWNER" if AS_OWNER else "SKILLCITY_DB", "{}"))
_ANY_HOST = "*" if os.environ.get("SKILLCITY_ANY_HOST") else ""

SECRET_KEY = SECRETS.django_key
DEBUG = False
SYNTHETIC = os.environ.get("SKILLCITY_SYNTHETIC", "1") == "1"
CITY_CODE = os.environ.get("SKILLCITY_CITY", "330300")
ALLOWED_HOSTS = [
    each
    for each in ["127.0.0.1", "localhost", "[::1]", _ANY_HOST, *os.environ.get("SKILLCITY_HOSTS", "").split(",")]
    if each
]
PUBLIC_URL = os.environ.get("SKILLCITY_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")  # stands in every certificate
CSRF_TRUSTED_ORIGINS = [each for each in os.environ.get("SKILLCITY_ORIGINS", "").split(",") if each]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
    "procrastinate.contrib.django",
    "skillcity.platform.ui",
    "django.forms",
    "skillcity.platform.accounts",
    "skillcity.platform.audit",
    "skillcity.platform.jobs",
    "skillcity.platform.imports",
    "skillcity.platform.notices",
    "skillcity.reference",
    "skillcity.registry",
    "skillcity.facts",
    "skillcity.policy",
    "skillcity.credentials",
    "skillcity.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "skillcity.site.middleware.headers.security_headers",
    "skillcity.site.middleware.throttle.throttle",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "skillcity.site.middleware.language.choose_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "skillcity.site.middleware.idle.end_idle_sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "skillcity.site.middleware.request.OneTransaction",
    "skillcity.site.middleware.errors.ExplainErrors",
    "skillcity.site.middleware.access.CheckAccess",
    "skillcity.site.middleware.idempotency.AnswerOnce",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "skillcity.site.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "src" / "skillcity" / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "skillcity.platform.ui.context.preferences",
                "skillcity.site.context.shell",
            ],
            "builtins": ["skillcity.platform.ui.templatetags.ui"],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "skillcity.site.postgresql",
        "NAME": _parameters.get("dbname", "skillcity"),
        "USER": _parameters.get("user", ""),
        "PASSWORD": _parameters.get("password", ""),
        "HOST": _parameters.get("host", ""),
        "PORT": str(_parameters.get("port", "")),
        "OPTIONS": {key: value for key, value in _parameters.items() if key.startswith("ssl")},
        "CONN_HEALTH_CHECKS": True,
    }
}
# Pages ask the same again and again: a connection that is kept, with prepared statements, saves a seventh of all work
# (benchmarks/load.py). Not for imports, whose lists of numbers may be longer than the 65,535 parameters that a
# statement can then have.
WEB_CONNECTION = {"server_side_binding": True, "prepare_threshold": 3}
if os.environ.get("SKILLCITY_WEB"):
    DATABASES["default"]["OPTIONS"] |= WEB_CONNECTION
    DATABASES["default"]["CONN_MAX_AGE"] = 3600  # a backend of the server grows with what it has seen
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our own select.html
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "skillcity.site.sessions.Accounts",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "skillcity.site.sign_in.ClosedSignup"
ACCOUNT_RATE_LIMITS = False  # axes counts failures; the two would lock each other out
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "skillcity.site.sign_in.SealedSecrets"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "技能强城"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "welcome"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_DISABLE_ACCESS_LOG = True  # the audit has it
PER_MINUTE = {"sign-in": 20, "api": 600}  # from one address, see `middleware.throttle`
IDLE_SECONDS = 30 * 60
SESSION_ENGINE = "skillcity.site.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(os.environ.get("SKILLCITY_HTTPS"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("SKILLCITY_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 365 * 86400 if os.environ.get("SKILLCITY_HTTPS") else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # a thousand certificates in one request
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
# `up` collects the static files and says so to the web server; everywhere else they come from the sources.
COLLECTED = bool(os.environ.get("SKILLCITY_COLLECTED"))
STATIC_ROOT = VAR / "static" if COLLECTED else None
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_MAX_AGE = 3600
_STATIC_FILES = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if COLLECTED
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_FILES},
}
MEDIA_ROOT = VAR / "uploads"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": 5, "stalled_worker_timeout": 20}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}, "django.request": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
REQUIRE_TOTP = bool(os.environ.get("SKILLCITY_REQUIRE_TOTP"))

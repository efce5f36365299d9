# SPDX-License-Identifier: EUPL-1.2
"""Settings of the site; what differs between installations comes from the environment."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from gemengd import __version__
from gemengd.web.site.environment import read_environment
from gemengd.web.site.messages import compiled_catalogues

HERE = Path(__file__).resolve().parent
ENVIRONMENT = read_environment(os.environ)

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
GEMENGD_VERSION = __version__
GEMENGD_WORKSPACE = ENVIRONMENT.workspace
GEMENGD_SITE_DATA = ENVIRONMENT.data
GEMENGD_THEME = ENVIRONMENT.theme
GEMENGD_ADDRESS = ENVIRONMENT.address
GEMENGD_CONTACT = ENVIRONMENT.contact
GEMENGD_WORK_SLOTS = ENVIRONMENT.work_slots

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Before the apps whose templates they replace.
    "gemengd.web.frame",
    "gemengd.web.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "gemengd.web.accounts.oidc",
    "axes",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "gemengd.web.site",
    "gemengd.web.events",
    "gemengd.web.versions",
    "gemengd.web.search",
    "gemengd.web.mail",
    "gemengd.web.documents",
    "gemengd.web.organisations",
    "gemengd.web.membership",
    "gemengd.web.published",
    "gemengd.web.explanations",
    "gemengd.web.monitor",
    "gemengd.web.api",
    "gemengd.web.work",
    "gemengd.web.control",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gemengd.web.api.rest.middleware.api_answers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "gemengd.web.site.limits.size_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gemengd.web.accounts.second_factor.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gemengd.web.urls"
WSGI_APPLICATION = "gemengd.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gemengd.web.frame.context.frame",
                "gemengd.web.published.context.published",
                "gemengd.web.organisations.links.navigation",
                "gemengd.web.mail.context.unread_notices",
            ],
        },
    },
]

DATABASES: dict[str, Any] = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "limits": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "pictures": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": ENVIRONMENT.data / "pictures",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = compiled_catalogues(HERE, ENVIRONMENT.data / "locale")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static"]
STATIC_ROOT = ENVIRONMENT.data / "static"
MEDIA_ROOT = ENVIRONMENT.data / "uploads"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
GEMENGD_LARGEST_BODY = 200 * 1024**2
GEMENGD_LARGEST_UPLOAD = 20 * 1024**2
GEMENGD_QUOTA = 500 * 1024**2
GEMENGD_CLAMD = ENVIRONMENT.clamd
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/organisatie/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
ACCOUNT_ADAPTER = "gemengd.web.accounts.adapter.AccountAdapter"
_FORMS = "gemengd.web.accounts.account_forms."
ACCOUNT_FORMS = {
    "login": _FORMS + "LoginForm",
    "reauthenticate": _FORMS + "ReauthenticateForm",
    "add_email": _FORMS + "AddEmailForm",
    "change_password": _FORMS + "ChangePasswordForm",
    "set_password": _FORMS + "SetPasswordForm",
    "reset_password": _FORMS + "ResetPasswordForm",
    "reset_password_from_key": _FORMS + "ResetPasswordKeyForm",
    "confirm_email_verification_code": _FORMS + "ConfirmEmailForm",
}
MFA_FORMS = {
    "authenticate": _FORMS + "AuthenticateForm",
    "reauthenticate": _FORMS + "SecondStepAgainForm",
    "activate_totp": _FORMS + "ActivateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Then as much is done for an unknown address as for a known one; the adapter sends nothing to it.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.secure else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
MFA_ADAPTER = "gemengd.web.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
PASSWORD_RESET_TIMEOUT = 3600

SOCIALACCOUNT_ADAPTER = "gemengd.web.accounts.oidc.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
GEMENGD_OIDC_CLAIM = ENVIRONMENT.oidc.claim
GEMENGD_OIDC_ORGANISATIONS = ENVIRONMENT.oidc.organisations
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": ENVIRONMENT.oidc.apps}}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "gemengd.web.accounts.locking.account_key"
AXES_CLIENT_IP_CALLABLE = "gemengd.web.accounts.locking.client_address"
AXES_LOCKOUT_CALLABLE = "gemengd.web.accounts.locking.locked"
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.address]
CSRF_FAILURE_VIEW = "gemengd.web.organisations.refused.form_refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = ENVIRONMENT.secure
# Who watches over the site asks the process itself, without the proxy.
SECURE_REDIRECT_EXEMPT = [r"^gezond/$"]
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.proxies else None
X_FRAME_OPTIONS = "DENY"
_THEME_ORIGIN = [ENVIRONMENT.theme.stylesheet.rsplit("/", 1)[0] + "/"] if ENVIRONMENT.theme.stylesheet else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", *_THEME_ORIGIN],
        "img-src": ["'self'", "data:", *_THEME_ORIGIN],
        "font-src": ["'self'", *_THEME_ORIGIN],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        # Browsers hold every step of a form to this, also where we send on to the login of an organisation.
        "form-action": ["'self'", *ENVIRONMENT.oidc.origins],
    },
}

# A mail server that does not answer may not hold up the others.
EMAIL_TIMEOUT = 30
globals().update(ENVIRONMENT.email)

GEMENGD_API_RATE = "600/min"
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_RENDERER_CLASSES": ["gemengd.web.api.rest.rendering.Json"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_THROTTLE_CLASSES": ["gemengd.web.api.rest.throttling.AddressThrottle"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "gemengd.web.api.rest.problems.answer",
    "NUM_PROXIES": ENVIRONMENT.proxies,
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "POSTPROCESSING_HOOKS": [],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "gemengd.web.site.discretion.Discreet"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["discreet"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

"""All addresses of the site."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base.views import AuthenticateView
from django.urls import include, path

from skillcity.site import linking, views
from skillcity.site.api import api
from skillcity.site.sign_in import CountedCode

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("home", views.home, name="home"),
    path("healthz", views.health, name="health"),
    path("", include("skillcity.platform.ui.urls")),
    path("", include("skillcity.platform.imports.urls")),
    path("", include("skillcity.platform.jobs.urls")),
    path("", include("skillcity.platform.notices.urls")),
    path("", include("skillcity.reference.urls")),
    path("", include("skillcity.registry.urls")),
    path("", include("skillcity.facts.urls")),
    path("", include("skillcity.policy.urls")),
    path("", include("skillcity.policy.studio.urls")),
    path("", include("skillcity.credentials.urls")),
    path("", include("skillcity.credentials.passport_urls")),
    path("api/v1/", api.urls),
    path("", include("skillcity.platform.accounts.urls")),
    path("", include("skillcity.platform.audit.urls")),
    path("accounts/link", linking.link, name="account-link"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/2fa/authenticate/", AuthenticateView.as_view(form_class=CountedCode), name="mfa_authenticate"),
    path("account/2fa/", include("allauth.mfa.urls")),
]

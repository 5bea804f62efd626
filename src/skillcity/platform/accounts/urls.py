"""The pages of administration."""

from __future__ import annotations

from django.urls import path

from skillcity.platform.accounts import views

urlpatterns = [
    path("administration", views.administration, name="administration"),
    path("administration/accounts", views.account_list, name="accounts"),
    path("administration/accounts/new", views.account_new, name="account-new"),
    path("administration/accounts/<int:account_id>", views.account_page, name="account"),
    path("administration/accounts/<int:account_id>/password", views.account_password, name="account-password"),
    path("administration/accounts/<int:account_id>/role", views.account_role, name="account-role"),
    path("administration/accounts/<int:account_id>/on", views.account_on, name="account-on"),
    path("administration/accounts/<int:account_id>/off", views.account_off, name="account-off"),
    path("administration/accounts/<int:account_id>/unlock", views.account_unlock, name="account-unlock"),
    path(
        "administration/accounts/<int:account_id>/second-factor",
        views.account_second_factor,
        name="account-second-factor",
    ),
]

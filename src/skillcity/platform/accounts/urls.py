"""The pages of administration."""

from __future__ import annotations

from django.urls import path

from skillcity.platform.accounts.views import acting, looking

urlpatterns = [
    path("administration", looking.administration, name="administration"),
    path("administration/accounts", looking.account_list, name="accounts"),
    path("administration/accounts/new", acting.account_new, name="account-new"),
    path("administration/accounts/<int:account_id>", looking.account_page, name="account"),
    path("administration/accounts/<int:account_id>/password", acting.account_password, name="account-password"),
    path("administration/accounts/<int:account_id>/role", acting.account_role, name="account-role"),
    path("administration/accounts/<int:account_id>/on", acting.account_on, name="account-on"),
    path("administration/accounts/<int:account_id>/off", acting.account_off, name="account-off"),
    path("administration/accounts/<int:account_id>/unlock", acting.account_unlock, name="account-unlock"),
    path(
        "administration/accounts/<int:account_id>/second-factor",
        acting.account_second_factor,
        name="account-second-factor",
    ),
]

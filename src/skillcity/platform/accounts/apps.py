from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "skillcity.platform.accounts"
    label = "accounts"

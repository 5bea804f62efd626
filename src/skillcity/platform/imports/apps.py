from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "skillcity.platform.imports"
    label = "imports"

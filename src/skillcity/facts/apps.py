from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "skillcity.facts"
    label = "facts"

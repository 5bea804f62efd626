from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "skillcity.registry"
    label = "registry"

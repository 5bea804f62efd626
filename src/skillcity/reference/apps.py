from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "skillcity.reference"
    label = "reference"

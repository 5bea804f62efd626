from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "skillcity.platform.jobs"
    label = "jobs"

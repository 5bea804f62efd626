from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "skillcity.platform.audit"
    label = "audit"

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "skillcity.site"
    label = "site"

    def ready(self) -> None:
        from skillcity.site.imports import register_all

        register_all()

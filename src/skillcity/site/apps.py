from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "skillcity.site"
    label = "site"

    def ready(self) -> None:
        from skillcity.site import imports, panels

        imports.register_all()
        panels.register_all()

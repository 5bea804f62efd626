from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "skillcity.policy"
    label = "policy"

    def ready(self) -> None:
        from skillcity.facts.services import tell_of_changes
        from skillcity.policy.reevaluating import facts_changed

        tell_of_changes(facts_changed)

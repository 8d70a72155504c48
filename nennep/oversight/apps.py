from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "nennep.oversight"

    def ready(self) -> None:
        from nennep.oversight.inspections import inspected_between
        from nennep.quality.tables import INSPECTED

        INSPECTED[:] = [inspected_between]

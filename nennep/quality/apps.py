from django.apps import AppConfig
from django.db.models.signals import post_migrate


class QualityConfig(AppConfig):
    name = "nennep.quality"

    def ready(self) -> None:
        from nennep.core.guards import keep
        from nennep.quality.guards import GUARDS

        self._guards = keep(GUARDS)
        post_migrate.connect(self._guards, sender=self)

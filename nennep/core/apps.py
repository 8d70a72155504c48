from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "nennep.core"

    def ready(self) -> None:
        from nennep.core.guards import AUDIT, keep

        self._guards = keep(AUDIT)
        post_migrate.connect(self._guards, sender=self)

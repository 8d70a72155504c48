from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "nennep.organisation"

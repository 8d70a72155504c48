from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "nennep.site"
    label = "site_shell"

"""Adopted rubrics were guarded here once; `quality.guards` does it after every migration, where verify sees it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial")]
    operations = []

"""The house's settings over a data folder of this test run's own, and what only tests may have."""

import atexit
import os
import shutil
import tempfile

os.environ["NENNEP_HOME"] = tempfile.mkdtemp(prefix="nennep-test-")
atexit.register(shutil.rmtree, os.environ["NENNEP_HOME"], ignore_errors=True)

from nennep.site.settings import *  # noqa: E402, F403

REAL_PASSWORD_HASHERS = PASSWORD_HASHERS  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STATIC_ROOT.mkdir()  # noqa: F405

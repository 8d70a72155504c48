"""Argon2id with OWASP's minimum: 19 MiB, two passes, one lane; thirteen secretaries log in at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

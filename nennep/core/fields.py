"""Text columns that keep one form of Vietnamese (NFC), whatever keyboard or file it came from."""

from typing import Any

from django.db import models

from nennep.core.text import nfc


class VietnameseCharField(models.CharField):
    """One line of text, kept in NFC without spaces around it."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return nfc(prepared).strip() if isinstance(prepared, str) else prepared


class VietnameseTextField(models.TextField):
    """Running text, kept in NFC."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return nfc(prepared) if isinstance(prepared, str) else prepared

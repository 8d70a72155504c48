"""Addresses of the yearly rating (xếp loại) and of awards (khen thưởng)."""

from typing import Any

app_name = "recognition"
urlpatterns: list[Any] = []

"""What may stand in an address."""

from django.urls import register_converter


class Year:
    """A year for which a ward can have records."""

    regex = "(?:19|20)[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


register_converter(Year, "year")

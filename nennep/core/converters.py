"""What may stand in an address."""

from django.urls import register_converter

from nennep.core import periods


class Year:
    """A year for which a ward can have records."""

    regex = "(?:19|20)[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class Period:
    """A month, quarter, half-year, year, or a stretch of months."""

    regex = r"[0-9]{4}(?:-[HQ]?[0-9]{1,2})?(?:\.\.[0-9]{4}-[0-9]{2})?"

    def to_python(self, value: str) -> periods.Period:
        return periods.Period.parse(value)

    def to_url(self, value: periods.Period) -> str:
        return value.key


register_converter(Year, "year")
register_converter(Period, "period")

"""In which band a meeting falls (xếp loại): by its points, and where a band has gates, by them too."""

from collections.abc import Collection
from decimal import Decimal

from nennep.quality.rubrics import Band, Scheme


def band_of(scheme: Scheme, points: Decimal, *, not_full: Collection[str] = ()) -> Band | None:
    """The highest band whose least points are reached and whose gates are all at full marks.

    A meeting of 94 points with one gate missed falls into the next band below, as rubric E says.
    Source: domain.md 2.6.
    """
    for band in scheme.bands:
        if points >= band.least and not set(band.gates) & set(not_full):
            return band
    return None

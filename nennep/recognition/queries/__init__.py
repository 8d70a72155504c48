"""Everything asked of awards and badges; what is asked of the yearly rating is in `queries.ratings`."""

from nennep.recognition.queries.awards import (
    BadgeLine,
    Candidate,
    awards_of_person,
    badges_of_year,
    candidates,
    chosen,
    members_of,
    told,
    with_recipients,
)

__all__ = [
    "BadgeLine",
    "Candidate",
    "awards_of_person",
    "badges_of_year",
    "candidates",
    "chosen",
    "members_of",
    "told",
    "with_recipients",
]

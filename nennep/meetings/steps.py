"""The steps of a meeting and the one table that allows them (design.md 4, domain.md 9.2)."""

from nennep.meetings.models import MeetingState as S

STEPS: dict[S, frozenset[S]] = {
    S.PLANNED: frozenset({S.PREPARED, S.CANCELLED}),
    S.PREPARED: frozenset({S.CONVENED, S.PLANNED, S.CANCELLED}),
    S.CONVENED: frozenset({S.IN_SESSION, S.CANCELLED}),
    S.IN_SESSION: frozenset({S.CLOSED, S.CANCELLED}),
    S.CLOSED: frozenset({S.SIGNED}),
    S.SIGNED: frozenset({S.REPORTED}),
    S.REPORTED: frozenset({S.SCORED}),
    S.SCORED: frozenset({S.SETTLED}),
    S.SETTLED: frozenset(),
    S.CANCELLED: frozenset(),
}

BACK: dict[S, S] = {S.IN_SESSION: S.CONVENED}
"""Steps that may be taken back, by the one action that says so, and never without a trace."""

MOMENT_OF = {
    S.PREPARED: "prepared_at",
    S.CONVENED: "convened_at",
    S.IN_SESSION: "opened_at",
    S.CLOSED: "closed_at",
    S.SIGNED: "signed_at",
    S.REPORTED: "reported_at",
    S.CANCELLED: "cancelled_at",
}
"""The column that remembers when a step was taken."""

BEFORE_THE_MEETING = frozenset({S.PLANNED, S.PREPARED, S.CONVENED})
RECORD_IS_OPEN = frozenset({S.PLANNED, S.PREPARED, S.CONVENED, S.IN_SESSION})
"""States in which agenda, papers and texts may still be changed."""
HAS_A_RECORD = frozenset({S.CLOSED, S.SIGNED, S.REPORTED, S.SCORED, S.SETTLED})
FROZEN = frozenset({S.SIGNED, S.REPORTED, S.SCORED, S.SETTLED})

MATTER_RESOLUTION, MATTER_MINUTES, MATTER_AGENDA, MATTER_QUALITY = "resolution", "minutes", "agenda", "quality"
PROCEDURAL = frozenset({MATTER_MINUTES, MATTER_AGENDA, MATTER_QUALITY})
"""Matters of how the meeting runs; every other vote is a decision of the branch."""


def may_step(from_state: str, to: str) -> bool:
    """Whether the table allows this step."""
    return S(to) in STEPS[S(from_state)]

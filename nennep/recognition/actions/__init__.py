"""Everything that changes awards; what changes the yearly rating is in `actions.ratings`."""

from nennep.recognition.actions.awards import commend, record_award, withdraw_award

__all__ = ["commend", "record_award", "withdraw_award"]

"""Pages of the figures and of the monthly briefing."""

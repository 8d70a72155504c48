"""The monthly briefing: sections composed from the records, kept as they were, compared with today, put on slides."""

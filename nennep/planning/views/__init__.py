"""The pages of planning: HTTP in, one action or one query, HTTP out."""

"""The pages of following up: HTTP in, one action or one query, HTTP out."""

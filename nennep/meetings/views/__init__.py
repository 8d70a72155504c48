"""The pages of meetings: HTTP in, one action or one query, HTTP out."""

"""Reviewers' workbooks come back."""

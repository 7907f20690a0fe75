"""Audit, documents, notifications and background jobs."""

"""Every test here has a real PostgreSQL."""

from tests.cluster import cluster, empty_url, server_url

__all__ = ["cluster", "empty_url", "server_url"]

"""The last line of a campaign: its figures as JSON, and whether they are good enough."""

import json
from collections.abc import Mapping


def finish(figures: Mapping[str, object], *, is_good: bool) -> int:
    """Print the figures as the last line; the exit code."""
    print(json.dumps(dict(figures), ensure_ascii=False), flush=True)
    return 0 if is_good else 1

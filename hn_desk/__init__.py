"""HN Desk: records, confirmations and signed packets for Hanoi's ward and commune offices."""

__version__ = "0.6.0"

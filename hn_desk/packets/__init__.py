"""Sealed files that travel: workbooks signed and encrypted, receipts, trust packs."""

"""Power cuts: what the real program writes is recorded, and every disk that a cut may leave is opened again."""

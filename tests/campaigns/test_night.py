"""The short form of `make campaign-night`: a desk killed in a night's batch loses and doubles nothing."""

from tests.campaigns.running import campaign


def test_a_desk_killed_while_it_takes_a_night_s_files_ends_as_if_nothing_had_happened() -> None:
    code, seen = campaign("night", N=4, SEED="short")
    assert (code, seen["faults"]) == (0, 0)
    assert seen["kills"] >= 4
    assert seen["inside"] > 0

"""What a verdict leaves open is named, and what is plain is not."""

from __future__ import annotations

import pytest

from ct_pipeline.relevance.grading import Ruleset


@pytest.mark.parametrize(
    ("doubt", "title", "body"),
    [
        (
            "office_unknown",
            "UN envoy on terror",
            "A counterterrorism novel by a UN interpreter tops the charts in Oslo.",
        ),
        ("acronym_alone", "A panel on rights", "CTED held a panel in Guadalajara on Friday."),
        (
            "link_denied",
            "No answer",
            "UNOCT said it had not received any answer from Morocco on Monday.",
        ),
        (
            "deed_unknown",
            "Morocco and terrorism: a long story",
            "Morocco has lived with terrorism for a generation.",
        ),
        (
            "assembly_unread",
            "States agree at last",
            "The General Assembly adopted its resolution against terrorism on Friday.",
        ),
        (
            "person_alone",
            "An evening with Voronkov",
            "Vladimir Voronkov spoke in Oslo of terrorism and of his childhood.",
        ),
        (
            "part_unknown",
            "Bankers weigh new rules",
            "New rules against the funding of terrorism are due.\nMoroccan banks have read them.",
        ),
        (
            "one_of_many",
            "Ministers meet on terrorism",
            "Ministers of Morocco, Spain, Italy and Malta signed a counterterrorism pact.",
        ),
        (
            "passing_unread",
            "Tangier's festival breaks its record",
            "The festival of Tangier sold ten thousand tickets.\nOne film tells of terrorism.",
        ),
        (
            "terror_played",
            "A winger is held",
            "The winger was called a terrorist on the bus home.",
        ),
        (
            "terror_alone",
            "A word too many",
            "The mayor was called a terrorist by a neighbour at the fair.",
        ),
        (
            "accident_told",
            "Fire at a depot",
            "A fire broke out at a depot, and at first people cried terrorism.",
        ),
        (
            "exclusion_read",
            "Blast was no act of terrorism",
            "A blast shook Oslo a year after the terrorist attack there.",
        ),
        (
            "subject_unread",
            "Morocco and the extremists",
            "Morocco will close the bookshops of extremists, a minister said.",
        ),
        (
            "town_of_two_countries",
            "A course for customs officers",
            "UNOCT opened a course in Casablanca for customs officers of Chile.",
        ),
        (
            "holder_unsettled",
            "UNOCT at work in Mali",
            "A former UN counter-terrorism chief praised UNOCT's work in Mali.",
        ),
        (
            "policy_denied",
            "Rabat and the pact",
            "Morocco never made peace with terrorism, its minister said of the pact.",
        ),
        (
            "office_only",
            "UN counterterrorism office looks for staff",
            "The UN Office of Counter-Terrorism has forty vacancies.",
        ),
    ],
)
def test_a_doubt_is_named_and_makes_the_verdict_uncertain(
    ruleset: Ruleset, doubt: str, title: str, body: str
) -> None:
    graded = ruleset.grade(title, body, "en")
    assert doubt in graded.doubts
    assert graded.verdict.is_uncertain


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("UNOCT chief in Rabat", "The head of UNOCT met Morocco's foreign minister in Rabat."),
        ("Not only a host", "Morocco not only hosted UNOCT's conference: it paid for it."),
        ("A new chair", "The Security Council's Counter-Terrorism Committee elected a chair."),
        ("Two banks merge", "Two Moroccan banks will merge next year, they said on Monday."),
        ("Cell broken up in Fez", "Moroccan police broke up a terrorist cell in Fez."),
    ],
)
def test_a_plain_text_is_certain(ruleset: Ruleset, title: str, body: str) -> None:
    graded = ruleset.grade(title, body, "en")
    assert not graded.doubts
    assert not graded.verdict.is_uncertain

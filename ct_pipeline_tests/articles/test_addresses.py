"""An article's address is its own: canonical links that name something else are no identity."""

from __future__ import annotations

import pytest

from ct_pipeline.articles.addresses import Alternate, identity_of, page_key

SITE = "https://journal.test"


@pytest.mark.parametrize(
    ("own", "canonical", "identity"),
    [
        ("/2025/une-digue?utm_source=rss", "/2025/une-digue", "/2025/une-digue"),
        ("/2025/une-digue/amp", "/2025/une-digue", "/2025/une-digue"),
        ("/une-digue?ref=home", "/une-digue", "/une-digue"),
        ("/une-digue", "https://www.ailleurs.test/une-digue", "/une-digue"),
        ("/une-digue", "/", "/une-digue"),
        ("/fr/une-digue", "/fr/", "/fr/une-digue"),
        ("/actualites/une-digue", "/actualites", "/actualites/une-digue"),
        ("/news.php?id=17", "/news.php", "/news.php?id=17"),
        ("/?p=17", "/", "/?p=17"),
        ("/article?id=17", "/article", "/article?id=17"),
        ("/fr/une-digue", "/en/a-levee", "/fr/une-digue"),
        ("/ar/une-digue", "/une-digue", "/ar/une-digue"),
        ("/une-digue?lang=fr", "/une-digue", "/une-digue?lang=fr"),
        ("/une-digue?lang=fr", "/une-digue?lang=en", "/une-digue?lang=fr"),
        ("/une-digue", None, "/une-digue"),
    ],
)
def test_a_canonical_link_counts_where_it_names_this_page(
    own: str, canonical: str | None, identity: str
) -> None:
    assert identity_of(SITE + own, canonical) == SITE + identity


def test_a_canonical_address_that_the_page_calls_another_language_is_not_its_own() -> None:
    alternates = [Alternate("en", f"{SITE}/a-levee"), Alternate("fr", f"{SITE}/une-digue")]
    address = identity_of(f"{SITE}/une-digue", "/a-levee", "fr", alternates)
    assert address == f"{SITE}/une-digue"


def test_one_page_has_one_key_however_its_address_is_written() -> None:
    keys = {page_key(url) for url in ("http://www.journal.test/a/", "https://journal.test/a#top")}
    assert len(keys) == 1
    assert page_key("https://journal.test/") is None
    assert page_key("/a", "https://journal.test/b") in keys

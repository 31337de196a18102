"""What a host's profile gains on its next articles: `python benchmarks/eval_host_profiles.py`.

A host here is the frame of a real page (menus, boxes, calls to the reader) in which the article's
own paragraphs and title are replaced by those of pages of other publishers, so that the frame is
what its articles have in common. The profile is learnt from the first ones as they are read without
any; the next ones are read without it, with it, and with it as it comes back from its text.
Structured data is left out: it would hold the replaced text. The pages lie beside the project.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import mean

from lxml.html import HtmlElement, tostring

from benchmarks.scores_articles import SHARED_DATA, Page, read_publisher_pages, token_f1
from ct_pipeline.articles.article import Article
from ct_pipeline.articles.characters import plain
from ct_pipeline.articles.documents import parse_html
from ct_pipeline.articles.host_profiles import HostProfile, ReadText, learn
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.witnesses import RawPage

LEARNT_FROM = 6
MEASURED = 3
FEWEST_PARAGRAPHS = 4
SEEN_AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Text:
    """The title and paragraphs of an article as people see them."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(slots=True)
class Gain:
    """F1 of every measured article without and with the profile, and what the profile took."""

    without: list[float] = field(default_factory=list)
    with_profile: list[float] = field(default_factory=list)
    foreign_lines: int = 0
    own_lines: int = 0
    same_again: int = 0


def fill(host: Page, text: Text) -> bytes | None:
    """The host's page with another text in it; None where not all of its own can be found.

    What was left of it would stand in every article, and taking it would look like gain.
    """
    tree = parse_html(host.data)
    for script in list(tree.iter("script")):
        script.drop_tree()
    places = list(_places(tree, host.right))
    if len(places) < max(FEWEST_PARAGRAPHS, len(set(host.right))):
        return None
    for number, place in enumerate(places):
        if number < len(text.paragraphs):
            place.clear(keep_tail=True)
            place.text = text.paragraphs[number]
        else:
            place.drop_tree()
    for element in tree.iter("title", "h1"):
        if plain(host.title) in plain(element.text_content()):
            element.clear(keep_tail=True)
            element.text = text.title
    for element in tree.iter("meta"):
        if plain(host.title) in plain(element.get("content") or ""):
            element.set("content", text.title)
    return bytes(tostring(tree, encoding="utf-8"))


def _places(tree: HtmlElement, paragraphs: Sequence[str]) -> Iterator[HtmlElement]:
    """The innermost element that holds each paragraph and nothing else."""
    holding: dict[str, HtmlElement] = {}
    for element in tree.iter("p", "div", "li", "h2", "h3", "span", "blockquote"):
        if 0 < len(text := element.text_content()) < 20_000:
            holding[plain(text)] = element
    for paragraph in dict.fromkeys(paragraphs):
        if paragraph in holding:
            yield holding[paragraph]


def read(host: Page, data: bytes, profile: HostProfile | None) -> Article | None:
    """The article of a page of the host, read with a profile or none."""
    kind = "text/html; charset=utf-8"
    raw = RawPage("r", data, SEEN_AT, kind, host.url, host.url, profile=profile)
    result = extract_raw(raw).result
    return result if isinstance(result, Article) else None


def measure(host: Page, others: Sequence[Page], gain: Gain) -> bool:
    """Adds what the profile of one host gains; False where the page is no frame."""
    room = len(set(host.right))
    texts = [Text(other.title, other.right[:room]) for other in others]
    filled = [(text, fill(host, text)) for text in texts]
    pages = [(text, data) for text, data in filled if data is not None]
    if len(pages) < len(texts):
        return False
    known = [read(host, data, None) for _, data in pages[:LEARNT_FROM]]
    profile = learn(host.url, 1, [ReadText(a.title, a.body) for a in known if a is not None])
    kept = HostProfile.from_json(profile.to_json())
    for text, data in pages[LEARNT_FROM:]:
        bare, informed = read(host, data, None), read(host, data, profile)
        gain.without.append(_score(text, bare))
        gain.with_profile.append(_score(text, informed))
        gain.same_again += read(host, data, kept) == informed and read(host, data, None) == bare
        own = {plain(paragraph) for paragraph in text.paragraphs}
        removed = informed.removed if informed else ()
        taken = [piece.text for piece in removed if piece.kind == "repeated on the site"]
        gain.own_lines += sum(line in own for line in taken)
        gain.foreign_lines += sum(line not in own for line in taken)
    return True


def _score(text: Text, article: Article | None) -> float:
    return token_f1("\n".join(text.paragraphs), article.body if article else "")


def main() -> int:
    """Prints the report; returns 1 where a profile took a paragraph or a replay differed."""
    logging.disable(logging.ERROR)
    hosts = read_publisher_pages()
    if not hosts:
        print(f"(no pages: {SHARED_DATA / 'publisher_pages.tar.xz'} is not there)")
        return 0
    gain, frames, changed = Gain(), 0, 0
    for number, host in enumerate(hosts):
        # Every eleventh page from here on: of other publishers and countries.
        numbers = (number + 11 * k for k in range(1, LEARNT_FROM + MEASURED + 1))
        others = [hosts[other % len(hosts)] for other in numbers]
        before = len(gain.without)
        frames += measure(host, others, gain)
        changed += gain.without[before:] != gain.with_profile[before:]
        if number % 10 == 9:
            print(f"  … {number + 1} of {len(hosts)} pages tried", file=sys.stderr)
    articles = len(gain.without)
    print(f"{frames} real frames, {LEARNT_FROM} articles learnt from, {MEASURED} measured in each")
    if not articles:
        return 1
    print(f"  body F1 without a profile  {mean(gain.without):.4f}")
    print(f"  body F1 with it            {mean(gain.with_profile):.4f}, better on {changed} hosts")
    print(f"  repeated lines taken {gain.foreign_lines}, own paragraphs taken {gain.own_lines}")
    print(
        f"  read again with the stored profile and with none: {gain.same_again} of {articles} same"
    )
    return 1 if gain.own_lines or gain.same_again < articles else 0


if __name__ == "__main__":
    sys.exit(main())

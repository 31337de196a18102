"""What the extractor gets right: segments that must and must not be in a body, and fields."""

from __future__ import annotations

import json
import re
import tarfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.characters import plain
from ct_pipeline_tests.articles.truths import PAGES, Truth, read_truths

ROOT = Path(__file__).parents[1]
FLOORS_FILE = PAGES / "floors.yaml"
SHARED_DATA = ROOT.parent / "shared" / "data"
FIELDS = ("outcome", "title", "author", "publisher", "agencies", "place", "language", "published")


@dataclass(frozen=True, slots=True)
class Page:
    """A page with segments that must (`right`) and must not (`wrong`) be in its text."""

    url: str
    data: bytes
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Segments:
    """How many segments are in the texts, of how many."""

    right: int
    right_of: int
    wrong: int
    wrong_of: int

    @property
    def f1(self) -> float:
        """Harmonic mean of the share of right segments found and of right ones among found."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / self.right_of
        return 2 * precision * recall / (precision + recall)


def read_shared_pages() -> list[Page]:
    """The 260 pages of the evaluation set beside the project; none where it is not there."""
    archive = SHARED_DATA / "pages.tar.xz"
    if not archive.exists():
        return []
    with TemporaryDirectory() as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        pages = Path(folder) / "pages"
        expected = json.loads((pages / "expected.json").read_text("utf-8"))
        return [
            Page(url, (pages / row["file"]).read_bytes(), tuple(row["with"]), tuple(row["without"]))
            for url, row in expected.items()
        ]


def read_publisher_pages() -> list[Page]:
    """The publishers' pages with all paragraphs that people see; none where the set is missing."""
    archive = SHARED_DATA / "publisher_pages.tar.xz"
    if not archive.exists():
        return []
    with TemporaryDirectory() as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        pages = next(Path(folder).glob("*/expected.json")).parent
        rows = json.loads((pages / "expected.json").read_text("utf-8"))
        return [
            Page(
                f"https://host{number}.test/article",
                (pages / row["file"]).read_bytes(),
                tuple(map(plain, row["paragraphs"])),
                (),
                row["title"],
            )
            for number, row in enumerate(rows)
        ]


def token_f1(wanted: str, got: str) -> float:
    """F1 of the words of a text against those of another, as multisets."""
    ours, theirs = _words(wanted), _words(got)
    same = (ours & theirs).total()
    return 2 * same / (ours.total() + theirs.total()) if same else 0.0


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def read_sentences() -> dict[str, list[str]]:
    """A thousand sentences in each language; none where the set is not there."""
    archive = SHARED_DATA / "sentences.tar.xz"
    if not archive.exists():
        return {}
    sentences = {}
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            code = Path(member.name).stem
            stream = tar.extractfile(member) if len(code) == 2 else None
            if stream is not None:
                sentences[code] = [line for line in stream.read().decode().split("\n") if line]
    return sentences


def score_segments(pages: Sequence[Page], extract: Callable[[Page], str]) -> Segments:
    """The segments that an extractor's texts hold, white space aside."""
    counts: Counter[str] = Counter()
    for page in pages:
        text = _spaced(extract(page))
        counts["right"] += sum(_spaced(segment) in text for segment in page.right)
        counts["wrong"] += sum(_spaced(segment) in text for segment in page.wrong)
    return Segments(
        counts["right"],
        sum(len(page.right) for page in pages),
        counts["wrong"],
        sum(len(page.wrong) for page in pages),
    )


def score_fixtures() -> dict[str, float]:
    """Shares of the project's own fixtures, 0 to 1: segments, and each field over all pages."""
    truths = read_truths()
    read = [(truth, truth.read()) for truth in truths]
    counts: Counter[str] = Counter()
    for truth, result in read:
        text = result.body if isinstance(result, Article) else ""
        counts["right_segments"] += sum(words in text for words in truth.must)
        counts["clean_segments"] += sum(words not in text for words in truth.must_not)
        if isinstance(result, Article):
            counts.update(name for name in FIELDS if _is_right(truth, result, name))
        else:
            counts["outcome"] += result.outcome == truth.outcome
    articles = sum(truth.outcome == "stored" for truth in truths)
    totals = dict.fromkeys(FIELDS, articles) | {
        "outcome": len(truths),
        "right_segments": sum(len(truth.must) for truth in truths),
        "clean_segments": sum(len(truth.must_not) for truth in truths),
    }
    return {name: round(counts[name] / total, 4) for name, total in totals.items()}


def fixture_pages() -> list[Page]:
    """The project's own fixtures that are articles, in the shape of the evaluation set."""
    return [
        Page(
            truth.url,
            (PAGES / truth.file).read_bytes(),
            (truth.first, truth.last, *truth.must),
            tuple(truth.must_not),
        )
        for truth in read_truths()
        if truth.outcome == "stored"
    ]


def read_floors() -> dict[str, float]:
    """The scores below which the extractor must not fall."""
    floors: dict[str, float] = yaml.safe_load(FLOORS_FILE.read_text("utf-8"))
    return floors


def raised(floors: dict[str, float], scores: dict[str, float], *, lower: bool) -> dict[str, float]:
    """The floors after a measurement: raised to it, lowered only where `lower` allows it."""
    return {
        name: score if lower else max(score, floors.get(name, 0.0))
        for name, score in {**floors, **scores}.items()
    }


def below(floors: dict[str, float], scores: dict[str, float]) -> Iterable[str]:
    """One line for each score that is under its floor."""
    for name, floor in floors.items():
        if name in scores and scores[name] < floor:
            yield f"{name}: {scores[name]:.4f} is below its floor {floor:.4f}"


def _is_right(truth: Truth, article: Article, name: str) -> bool:
    interval = article.published.interval
    read = {
        "outcome": truth.outcome == "stored",
        "title": article.title == truth.title,
        "author": article.author == truth.author,
        "publisher": article.publisher == truth.publisher,
        "agencies": list(article.agency_credits) == list(truth.agencies),
        "place": article.dateline_place == truth.place,
        "language": article.language == truth.language,
        "published": truth.published
        == ([interval.start.isoformat(), interval.end.isoformat()] if interval else None),
    }
    return read[name]


def _spaced(text: str) -> str:
    """A text as the project stores it: white space as blanks, unseen characters gone."""
    return plain(text)

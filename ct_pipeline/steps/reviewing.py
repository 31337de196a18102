"""What people answer about grades: read the queue, write the answer where it will be read."""

from __future__ import annotations

from collections.abc import Sequence

from ct_pipeline.articles.characters import plain
from ct_pipeline.errors import UserError
from ct_pipeline.files import replacing
from ct_pipeline.inputs.grade_entries import put_grade
from ct_pipeline.inputs.newsroom_gold import GoldText, adding_gold
from ct_pipeline.inputs.overrides import read_overrides_file
from ct_pipeline.inputs.yaml_text import read_text
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.relevance.review import ReviewItem, read_review_queue


def read_queue(monitor: Monitor, limit: int) -> list[ReviewItem]:
    """The grades that a person should look at, the weightiest first."""
    corrections = read_overrides_file(monitor.settings).grades
    with monitor.open_filled() as connection:
        return read_review_queue(connection, corrections, limit=limit)


def find_item(monitor: Monitor, article_id: str) -> ReviewItem:
    """The dispatch of an article, in the queue or not. Raises UserError for an unknown id."""
    corrections = read_overrides_file(monitor.settings).grades
    with monitor.open_filled() as connection:
        found: Sequence[ReviewItem] = read_review_queue(
            connection, corrections, limit=1, article_id=article_id
        )
    if not found:
        raise UserError(f"{article_id}: no graded article has this id. Copy one from the list.")
    return found[0]


def answer(monitor: Monitor, item: ReviewItem, grade: int, who: str, why: str) -> None:
    """Writes a person's grade into `overrides.yaml` and the text into the newsroom's gold file.

    What others said of the same dispatch becomes a comment. The next pass applies it.
    Raises UserError where a file cannot be written, and leaves both as they were.
    """
    who, why = plain(who), plain(why)
    if not who.strip() or not why.strip():
        raise UserError("a grade needs who gives it and why: --who NAME --why TEXT")
    settings = monitor.settings
    file = settings.overrides_file.resolve()  # a link into a checkout stays one
    overruled = {one.article_id for one in item.corrections} | {item.article_id}
    gold = GoldText(
        item.article_id,
        item.title,
        item.body,
        item.language,
        item.circumstances.day.isoformat() if item.circumstances.day else None,
        item.circumstances.told_from,
        grade,
        who,
        why,
        monitor.now().isoformat(timespec="seconds"),
        item.relevance_grade,
        item.is_uncertain,
        item.ruleset_version,
    )
    try:
        text = read_text(file) if file.exists() else ""
        written = put_grade(text, str(file), item.article_id, grade, who, why, overruled)
        mode = file.stat().st_mode & 0o777 if file.exists() else None
        with (
            adding_gold(settings.newsroom_gold_file, gold),
            replacing(file, mode=mode) as draft,
        ):
            draft.write_bytes(written.encode())
    except OSError as error:
        raise UserError(
            f"{error.filename} cannot be written: {error.strerror}. Let this user write it."
        ) from error

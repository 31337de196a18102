"""What must hold of mentions and grades, and what should make someone look."""

import dagster as dg

from ct_pipeline.defs.relevance import DISPATCH_GRADES, MENTIONS, VERDICTS
from ct_pipeline.defs.reports import none_of, table, warning
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.inputs.overrides import read_overrides_file
from ct_pipeline.warehouse.relevance.corrections import CorrectedDispatch, find_corrected_dispatches
from ct_pipeline.warehouse.relevance.reports import (
    count_uncertain,
    count_unexplained,
    count_wrong_offsets,
    list_quarantined_texts,
    measure_flows,
)

MOST_UNCERTAIN = 0.25
FEWEST_TO_JUDGE = 50


@dg.asset_check(asset=MENTIONS, blocking=True)
def offsets_reproduce_the_surface(monitor: MonitorParam) -> dg.AssetCheckResult:
    """Cutting a field at a mention's offsets gives its surface form."""
    with monitor.open() as connection:
        wrong, mentions = count_wrong_offsets(connection)
    return none_of(wrong, f"of {mentions} mentions do not reproduce their surface", of=mentions)


@dg.asset_check(asset=DISPATCH_GRADES)
def relevant_dispatches_have_evidence(monitor: MonitorParam) -> dg.AssetCheckResult:
    """Every grade of 2 or 3 shows the sentence that decided."""
    with monitor.open() as connection:
        unexplained = count_unexplained(connection)
    return none_of(unexplained, "dispatches of grade 2 or 3 show no deciding sentence")


@dg.asset_check(asset=VERDICTS)
def every_text_could_be_graded(monitor: MonitorParam) -> dg.AssetCheckResult:
    """The rules failed on no text; other rules, or a later version, grade those again."""
    with monitor.open() as connection:
        texts = list_quarantined_texts(connection)
    return warning(
        not texts,
        f"the rules failed on {len(texts)} texts",
        texts=len(texts),
        which=table(("article", "reason"), texts),
    )


@dg.asset_check(asset=DISPATCH_GRADES)
def corrections_agree(monitor: MonitorParam) -> dg.AssetCheckResult:
    """People gave the articles of one dispatch one grade; of several, one applies."""
    corrections = read_overrides_file(monitor.settings).grades
    with monitor.open() as connection:
        corrected = find_corrected_dispatches(connection, corrections)
    disputed = [one for one in corrected if one.contradictions]
    return warning(
        not disputed,
        f"{len(disputed)} dispatches get several grades in overrides.yaml: "
        + ("; ".join(map(_say_what_applies, disputed)) or "none"),
        disputed=len(disputed),
    )


def _say_what_applies(corrected: CorrectedDispatch) -> str:
    one = corrected.applies
    others = ", ".join(
        f"{other.grade} in line {other.reason.line}" for other in corrected.contradictions
    )
    return (
        f"grade {one.grade} in line {one.reason.line} applies to {corrected.dispatch_id}, "
        f"not {others}"
    )


@dg.asset_check(asset=DISPATCH_GRADES)
def uncertain_share_is_in_bounds(monitor: MonitorParam) -> dg.AssetCheckResult:
    """No more than a quarter of the graded dispatches hang on a doubtful fact."""
    with monitor.open() as connection:
        uncertain, graded = count_uncertain(connection)
    share = uncertain / graded if graded else 0.0
    return warning(
        graded < FEWEST_TO_JUDGE or share <= MOST_UNCERTAIN,
        f"{share:.0%} of {graded} graded dispatches are uncertain",
        uncertain=uncertain,
        graded=graded,
        share=share,
    )


@dg.asset_check(asset=DISPATCH_GRADES)
def no_language_falls_silent(monitor: MonitorParam) -> dg.AssetCheckResult:
    """A language that flows as before has not stopped giving relevant articles."""
    with monitor.open() as connection:
        flows = measure_flows(connection, monitor.now())
    silent = [flow.language for flow in flows if flow.fell_silent]
    return warning(
        not silent,
        f"nothing relevant for a week in: {', '.join(silent) or 'no language'}",
        **{f"{flow.language}_relevant": flow.recent_relevant for flow in flows},
    )

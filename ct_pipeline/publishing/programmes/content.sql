-- Every programme that a text tells of, each as one object: its timeline, the figures of its
-- series, its open promises and who spoke in the texts that tell of it.
WITH timeline AS (
    SELECT
        timeline.programme_id,
        list({
            'kind': timeline.kind,
            'from': timeline.at_from::VARCHAR,
            'to': timeline.at_to::VARCHAR,
            'text': timeline.text,
            'publisher': articles.publisher,
            'url': articles.url
        } ORDER BY timeline.at_from DESC NULLS LAST, timeline.kind ASC, timeline.ref_id ASC)[
            :$most
        ] AS rows
    FROM marts.programme_timeline AS timeline
    LEFT JOIN marts.articles AS articles ON timeline.article_id = articles.article_id
    WHERE timeline.kind <> 'quote'
    GROUP BY timeline.programme_id
),

quotes AS (
    SELECT
        timeline.programme_id,
        list({
            'speaker': coalesce(quotes.speaker, quotes.speaker_role),
            'role': quotes.speaker_role,
            'quote': quotes.quote,
            'day': timeline.at_from::VARCHAR
        } ORDER BY timeline.at_from DESC NULLS LAST, quotes.quote_id ASC)[:$most] AS rows
    FROM marts.programme_timeline AS timeline
    INNER JOIN marts.quotes AS quotes ON timeline.ref_id = quotes.quote_id
    WHERE timeline.kind = 'quote' AND NOT quotes.is_uncertain
    GROUP BY timeline.programme_id
),

series AS (
    SELECT
        subject_id AS programme_id,
        list({
            'measure': measure,
            'day': as_of_from::VARCHAR,
            'value': value,
            'qualifier': coalesce(qualifier, ''),
            'publishers': coalesce(publishers, [])
        } ORDER BY measure, as_of_from, figure_id) AS rows
    FROM marts.figure_series
    WHERE NOT is_superseded
    GROUP BY subject_id
),

promises AS (
    SELECT
        programme_id,
        list({
            'what': what,
            'by': coalesce(made_by_names, []),
            'from': due_from::VARCHAR,
            'to': due_to::VARCHAR,
            'status': status
        } ORDER BY status = 'overdue' DESC, due_to NULLS LAST, commitment_id ASC) AS rows
    FROM marts.commitments
    WHERE status IN ('open', 'overdue', 'postponed') AND NOT is_uncertain
    GROUP BY programme_id
)

SELECT
    to_json({
        'id': programmes.programme_id,
        'name': programmes.name,
        'names': programmes.names,
        'article_count': programmes.article_count,
        'last_event': last_event.name,
        'last_event_day': last_event.starts_from::VARCHAR,
        'next_event': next_event.name,
        'next_event_day': next_event.starts_from::VARCHAR,
        'timeline': coalesce(timeline.rows, []),
        'series': coalesce(series.rows, []),
        'promises': coalesce(promises.rows, []),
        'quotes': coalesce(quotes.rows, [])
    }) AS programme
FROM marts.programmes AS programmes
LEFT JOIN marts.events AS last_event ON programmes.last_event_id = last_event.event_id
LEFT JOIN marts.events AS next_event ON programmes.next_event_id = next_event.event_id
LEFT JOIN timeline ON programmes.programme_id = timeline.programme_id
LEFT JOIN series ON programmes.programme_id = series.programme_id
LEFT JOIN promises ON programmes.programme_id = promises.programme_id
LEFT JOIN quotes ON programmes.programme_id = quotes.programme_id
WHERE programmes.article_count > 0
ORDER BY programmes.programme_id

-- Every programme that a text tells of, each as one object: its timeline, the figures of its
-- series, its open promises and who spoke in the texts that tell of it. Who speaks bears one name,
-- however texts spell it. A name of few words ("son ouverture") says nothing of an event by itself:
-- the sentence stands for it.
WITH events AS (
    SELECT
        event_id,
        starts_from,
        CASE WHEN len(string_split(name, ' ')) < 4 THEN coalesce(sentence, name) ELSE name END
            AS name
    FROM marts.events
),

timeline AS (
    SELECT
        timeline.programme_id,
        list({
            'kind': timeline.kind,
            'from': timeline.at_from::VARCHAR,
            'to': timeline.at_to::VARCHAR,
            'text': coalesce(events.name, timeline.text),
            'publisher': articles.publisher,
            'url': articles.url
        } ORDER BY timeline.at_from DESC NULLS LAST, timeline.kind ASC, timeline.ref_id ASC)[
            :$most
        ] AS rows
    FROM marts.programme_timeline AS timeline
    LEFT JOIN marts.articles AS articles ON timeline.article_id = articles.article_id
    LEFT JOIN events ON timeline.ref_id = events.event_id AND timeline.kind = 'event'
    WHERE timeline.kind <> 'quote'
    GROUP BY timeline.programme_id
),

quotes AS (
    SELECT
        timeline.programme_id,
        list({
            'speaker': coalesce(entities.name, people.name, quotes.speaker, quotes.speaker_role),
            'role': quotes.speaker_role,
            'quote': quotes.quote,
            'day': timeline.at_from::VARCHAR
        } ORDER BY timeline.at_from DESC NULLS LAST, quotes.quote_id ASC)[:$most] AS rows
    FROM marts.programme_timeline AS timeline
    INNER JOIN marts.quotes AS quotes ON timeline.ref_id = quotes.quote_id
    LEFT JOIN marts.entities AS entities ON quotes.speaker_id = entities.entity_id
    LEFT JOIN marts.people AS people ON quotes.speaker_id = people.person_id
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

open_promises AS (
    SELECT
        *,
        CASE
            WHEN status = 'overdue' AND due_to < $today::DATE - $news_days::INTEGER
                THEN 'not reported on'
            ELSE status
        END AS told_status,
        CASE told_status WHEN 'overdue' THEN 0 WHEN 'not reported on' THEN 2 ELSE 1 END AS rank
    FROM marts.commitments
    WHERE status IN ('open', 'overdue', 'postponed') AND NOT is_uncertain
),

promises AS (
    SELECT
        programme_id,
        list({
            'what': what,
            'by': coalesce(made_by_names, []),
            'from': due_from::VARCHAR,
            'to': due_to::VARCHAR,
            'status': told_status
        } ORDER BY rank, due_to NULLS LAST, commitment_id) AS rows
    FROM open_promises
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
LEFT JOIN events AS last_event ON programmes.last_event_id = last_event.event_id
LEFT JOIN events AS next_event ON programmes.next_event_id = next_event.event_id
LEFT JOIN timeline ON programmes.programme_id = timeline.programme_id
LEFT JOIN series ON programmes.programme_id = series.programme_id
LEFT JOIN promises ON programmes.programme_id = promises.programme_id
LEFT JOIN quotes ON programmes.programme_id = quotes.programme_id
WHERE programmes.article_count > 0
ORDER BY programmes.programme_id

-- What is coming and what nobody has reported, with where, by whom and who says so. An event that
-- is promised too is told once, as the event, with those who promise it.
WITH coming AS (
    SELECT
        agenda.ref_id AS event_id,
        agenda.at_to,
        events.article_id,
        events.sentence
    FROM marts.agenda AS agenda
    INNER JOIN marts.events AS events ON agenda.ref_id = events.event_id
    WHERE agenda.kind = 'event'
),

-- The promise of an event names it, or says it in the event's own sentence for its day.
promised AS (
    SELECT
        commitments.commitment_id,
        commitments.made_by_names,
        coming.event_id
    FROM marts.commitments AS commitments
    INNER JOIN coming ON commitments.event_id = coming.event_id
    WHERE commitments.status <> 'overdue'
    UNION
    SELECT
        commitments.commitment_id,
        commitments.made_by_names,
        coming.event_id
    FROM marts.commitments AS commitments
    INNER JOIN coming
        ON
            commitments.article_id = coming.article_id
            AND commitments.sentence = coming.sentence
            AND commitments.due_to = coming.at_to
    WHERE commitments.kind = 'event' AND commitments.status <> 'overdue'
),

promisers AS (
    SELECT
        event_id,
        list_sort(list_distinct(flatten(list(made_by_names)))) AS names
    FROM promised
    GROUP BY event_id
)

SELECT
    agenda.kind,
    agenda.ref_id,
    agenda.at_from,
    agenda.at_to,
    agenda.is_overdue,
    agenda.text,
    articles.url,
    articles.publisher,
    articles.language,
    articles.first_seen_at,
    coalesce(events.place, commitments.place) AS place,
    events.country,
    coalesce(events.status, commitments.status) AS status,
    coalesce(commitments.made_by_names, promisers.names, []) AS made_by_names,
    coalesce(events.sentence, commitments.sentence) AS sentence
FROM marts.agenda AS agenda
LEFT JOIN marts.articles AS articles ON agenda.article_id = articles.article_id
LEFT JOIN marts.events AS events ON agenda.ref_id = events.event_id
LEFT JOIN marts.commitments AS commitments ON agenda.ref_id = commitments.commitment_id
LEFT JOIN promisers ON agenda.ref_id = promisers.event_id
ANTI JOIN promised ON agenda.ref_id = promised.commitment_id
WHERE agenda.at_from IS NOT NULL OR agenda.at_to IS NOT NULL
ORDER BY agenda.at_to, agenda.kind, agenda.ref_id

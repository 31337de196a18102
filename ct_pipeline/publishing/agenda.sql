-- What is coming and what nobody has reported, with where, by whom and who says so. An event that
-- is promised too is told once, as the event, with those who promise it; so are two events that one
-- sentence tells of the same days. A name of few words ("la première") says nothing by itself: the
-- sentence stands for it.
WITH coming AS (
    SELECT
        agenda.ref_id AS event_id,
        agenda.at_from,
        agenda.at_to,
        events.article_id,
        events.sentence,
        [events.article_count, (events.edition IS NOT NULL)::INT, length(events.name)] AS weight
    FROM marts.agenda AS agenda
    INNER JOIN marts.events AS events ON agenda.ref_id = events.event_id
    WHERE agenda.kind = 'event'
),

tellings AS (
    SELECT
        coming.*,
        sources.article_id AS told_in,
        sources.sentence AS told_as
    FROM coming
    INNER JOIN marts.ledger_sources AS sources
        ON coming.event_id = sources.row_id AND sources.ledger_table = 'events'
),

told_twice AS (
    SELECT less.event_id
    FROM tellings AS less
    INNER JOIN tellings AS more
        ON
            less.told_in = more.told_in
            AND less.told_as = more.told_as
            AND less.at_from IS NOT DISTINCT FROM more.at_from
            AND less.at_to = more.at_to
            AND (less.weight, less.event_id) < (more.weight, more.event_id)
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
    CASE
        WHEN agenda.kind = 'event' AND len(string_split(agenda.text, ' ')) < 4
            THEN coalesce(events.sentence, agenda.text)
        ELSE agenda.text
    END AS text,
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
ANTI JOIN told_twice ON agenda.ref_id = told_twice.event_id
WHERE agenda.at_from IS NOT NULL OR agenda.at_to IS NOT NULL
ORDER BY agenda.at_to, agenda.kind, agenda.ref_id

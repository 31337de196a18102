-- What the texts announce or promise for the next two months, and what is overdue: each as one
-- object, the longest overdue first, then by day.
SELECT
    to_json({
        'kind': agenda.kind,
        'text': agenda.text,
        'from': agenda.at_from::VARCHAR,
        'to': agenda.at_to::VARCHAR,
        'overdue': agenda.is_overdue,
        'place': coalesce(events.place, commitments.place),
        'by': coalesce(commitments.made_by_names, []),
        'sentence': coalesce(events.sentence, commitments.sentence),
        'publisher': articles.publisher,
        'language': articles.language,
        'url': articles.url
    })
FROM marts.agenda AS agenda
INNER JOIN marts.articles AS articles ON agenda.article_id = articles.article_id
LEFT JOIN marts.events AS events ON agenda.ref_id = events.event_id
LEFT JOIN marts.commitments AS commitments ON agenda.ref_id = commitments.commitment_id
WHERE
    agenda.is_overdue
    OR coalesce(agenda.at_from, agenda.at_to)
    <= ($now::TIMESTAMPTZ AT TIME ZONE 'UTC')::DATE + INTERVAL 62 DAY
ORDER BY agenda.is_overdue DESC, agenda.at_to ASC, agenda.kind ASC, agenda.ref_id ASC
LIMIT $limit;

-- What is coming and what nobody has reported, with where, by whom and who says so.
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
    coalesce(events.status, commitments.status) AS status,
    coalesce(commitments.made_by_names, []) AS made_by_names,
    coalesce(events.sentence, commitments.sentence) AS sentence
FROM marts.agenda AS agenda
LEFT JOIN marts.articles AS articles ON agenda.article_id = articles.article_id
LEFT JOIN marts.events AS events ON agenda.ref_id = events.event_id
LEFT JOIN marts.commitments AS commitments ON agenda.ref_id = commitments.commitment_id
WHERE agenda.at_from IS NOT NULL OR agenda.at_to IS NOT NULL
ORDER BY agenda.at_to, agenda.kind, agenda.ref_id

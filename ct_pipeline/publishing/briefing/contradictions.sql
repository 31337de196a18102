-- Claims of the last month that cannot both hold, each as one object: the latest first, what was
-- set right or settled last.
SELECT
    to_json({
        'kind': conflicts.kind,
        'corrected': conflicts.is_correction,
        'corrected_by': conflicts.corrected_by,
        'resolved': conflicts.resolved_by IS NOT NULL,
        'claims': [
            {
                'value': conflicts.value_a,
                'sentence': conflicts.sentence_a,
                'publisher': conflicts.publisher_a,
                'language': first_text.language,
                'url': first_text.url
            },
            {
                'value': conflicts.value_b,
                'sentence': conflicts.sentence_b,
                'publisher': conflicts.publisher_b,
                'language': other_text.language,
                'url': other_text.url
            }
        ]
    })
FROM marts.conflicts AS conflicts
INNER JOIN marts.articles AS first_text ON conflicts.article_id_a = first_text.article_id
INNER JOIN marts.articles AS other_text ON conflicts.article_id_b = other_text.article_id
WHERE
    greatest(first_text.first_seen_at, other_text.first_seen_at)
    >= $now::TIMESTAMPTZ - INTERVAL 31 DAY
ORDER BY
    conflicts.is_correction OR conflicts.resolved_by IS NOT NULL,
    greatest(first_text.first_seen_at, other_text.first_seen_at) DESC,
    conflicts.conflict_id ASC
LIMIT $limit;

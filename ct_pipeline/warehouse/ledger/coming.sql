SELECT
    due_to,
    status,
    array_to_string(made_by_names, ', ') AS made_by,
    what
FROM news.commitments
WHERE status IN ('open', 'postponed', 'overdue') AND due_to IS NOT NULL AND NOT is_uncertain
ORDER BY due_to, commitment_id
LIMIT $limit

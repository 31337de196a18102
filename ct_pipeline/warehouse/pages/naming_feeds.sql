-- Where the feed lay that first brought each of these entries: what answered, after redirects.
SELECT
    wanted.entry_id,
    coalesce(polls.final_address, polls.address) AS address
FROM (
    SELECT
        entry_outcomes.entry_id,
        entry_outcomes.source_id,
        entry_outcomes.first_seen_at
    FROM news.entry_outcomes
    SEMI JOIN wanted USING (entry_id)
) AS wanted
ASOF INNER JOIN news.polls
    ON
        wanted.source_id = polls.source_id
        AND wanted.first_seen_at >= polls.polled_at

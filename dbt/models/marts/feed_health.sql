SELECT
    sources.source_id,
    coalesce(states.state, 'never_polled') AS state,
    states.detail,
    states.last_polled_at,
    states.last_success_at,
    states.last_new_entry_at,
    states.next_poll_at,
    coalesce(states.consecutive_failures, 0) AS consecutive_failures,
    states.entries_per_day
FROM {{ ref('stg_news__sources') }} AS sources
LEFT JOIN {{ ref('stg_news__feed_states') }} AS states ON sources.source_id = states.source_id

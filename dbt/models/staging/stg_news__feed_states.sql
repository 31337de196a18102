SELECT
    source_id,
    state,
    {{ masked('detail') }} AS detail,
    consecutive_failures,
    entries_per_day,
    last_polled_at,
    last_success_at,
    last_new_entry_at,
    next_poll_at
FROM {{ source('news', 'feed_states') }}

SELECT
    name,
    state,
    detail,
    coalesce(strftime(last_success_at, '%Y-%m-%d %H:%M'), 'never'),
    coalesce(strftime(last_new_entry_at, '%Y-%m-%d %H:%M'), 'never'),
    printf('%.1f', entries_per_day)
FROM news.feed_states INNER JOIN news.sources USING (source_id)
WHERE is_listed AND enabled
ORDER BY state = 'healthy', state, name

-- One row: what happened since $since, and what there is.
SELECT
    (SELECT count(*) FROM news.articles WHERE origin = 'seed') AS seeds,
    (SELECT count(DISTINCT source_id) FROM news.polls WHERE polled_at >= $since) AS feeds_polled,
    (
        SELECT count(*)
        FROM news.feed_states
        WHERE last_polled_at >= $since AND consecutive_failures > 0
    ) AS feeds_failed,
    (
        SELECT count(*)
        FROM news.feed_states
        INNER JOIN news.sources USING (source_id)
        WHERE sources.is_listed AND sources.enabled AND feed_states.consecutive_failures > 0
    ) AS feeds_failing,
    (SELECT count(*) FROM news.sources WHERE is_listed AND enabled) AS feeds_listed,
    (
        SELECT count(*)
        FROM news.entry_outcomes
        WHERE seed_file IS NULL AND first_seen_at >= $since
    ) AS new_entries,
    (SELECT count(*) FROM news.entry_outcomes WHERE outcome = 'pending') AS pending_entries,
    (SELECT count(*) FROM news.articles WHERE first_seen_at >= $since) AS new_articles,
    (
        SELECT count(DISTINCT article_id)
        FROM news.article_texts
        WHERE revision > 1 AND seen_at >= $since
    ) AS edited_articles,
    (SELECT count(*) FROM news.articles) AS articles,
    (SELECT count(*) FROM news.dispatches) AS dispatches,
    (SELECT count(*) FROM news.stories) AS stories,
    (SELECT count(*) FROM news.dispatch_grades WHERE relevance_grade = 3) AS grade_3,
    (SELECT count(*) FROM news.dispatch_grades WHERE relevance_grade = 2) AS grade_2,
    (SELECT count(*) FROM news.dispatch_grades WHERE relevance_grade = 1) AS grade_1,
    (SELECT count(*) FROM news.alerts WHERE created_at >= $since) AS new_alerts,
    (
        SELECT count(*)
        FROM news.alert_deliveries
        WHERE status = 'delivered' AND scheduled_at >= $since  -- its last attempt, replays included
    ) AS alerts_delivered,
    (SELECT count(*) FROM news.alert_deliveries WHERE status = 'pending') AS alerts_waiting;

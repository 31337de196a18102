"""The stations of an article's journey: Dagster's group names, in order, and the owner."""

FEEDS = "a_feeds"
PAGES = "b_pages"
ARTICLES = "c_articles"
COPIES = "d_copies"
RELEVANCE = "e_relevance"
STORIES = "f_stories"
ALERTS = "g_alerts"
MARTS = "h_marts"
PUBLISHED = "i_published"

OWNERS = ("team:news-monitor",)

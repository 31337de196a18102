{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='article_id',
    on_schema_change='fail',
    post_hook="{{ forget_vanished(ref('int_articles__recognised'), ['article_id', 'row_hash']) }}"
) }}

WITH changed AS (
    SELECT articles.*
    FROM {{ ref('int_articles__recognised') }} AS articles
    {% if is_incremental() -%}
        WHERE articles.row_hash NOT IN (SELECT published.row_hash FROM {{ this }} AS published)
    {%- endif %}
)

SELECT
    changed.article_id,
    mentions.entity_id,
    mentions.surface,
    mentions.field,
    mentions.char_start,
    mentions.char_end,
    mentions.sentence,
    mentions.ruleset_version,
    changed.row_hash
FROM {{ ref('stg_news__mentions') }} AS mentions
INNER JOIN changed
    ON
        mentions.text_id = changed.text_id
        AND mentions.ruleset_version = changed.ruleset_version

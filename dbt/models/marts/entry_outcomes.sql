{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='entry_id',
    on_schema_change='fail',
    post_hook="{{ forget_vanished(ref('int_entry_outcomes__settled'), ['entry_id']) }}"
) }}

SELECT
    outcomes.entry_id,
    outcomes.source_id,
    outcomes.url,
    outcomes.first_seen_at,
    outcomes.outcome,
    outcomes.reason,
    outcomes.article_id,
    outcomes.row_hash
FROM {{ ref('int_entry_outcomes__settled') }} AS outcomes
{{ only_changed('outcomes', ['entry_id']) }}

{#
  Cost follows what is new: a model reads and makes only the rows of what was touched since the last
  build, by `ct_pipeline/publishing/touched.sql`; in a full build everything was.
  `kind` names what was touched, a column holds its id; of several columns one is enough.
#}
{% macro touched(kind, columns) -%}
    (
        {%- for column in columns -%}
            {{ column }} IN (SELECT touched_ids.id FROM scratch.touched.{{ kind }} AS touched_ids)
            {%- if not loop.last %} OR {% endif -%}
        {%- endfor -%}
    )
{%- endmacro %}

{# Before a full build: everything was touched. #}
{% macro touch_everything() -%}
    CREATE SCHEMA IF NOT EXISTS scratch.touched;
    {% for kind, ids in everything().items() -%}
        CREATE OR REPLACE TABLE scratch.touched.{{ kind }} AS
        SELECT DISTINCT {{ ids[0] }} AS id FROM warehouse.news.{{ ids[1] }};
    {% endfor %}
{%- endmacro %}

{% macro everything() -%}
    {% set published = "coalesce(texts.published_from, articles.first_seen_at)" %}
    {% set dated = "articles INNER JOIN warehouse.news.article_texts AS texts"
        ~ " ON articles.current_text_id = texts.text_id" %}
    {{ return({
        "articles": ["article_id", "articles"],
        "dispatches": ["dispatch_id", "dispatch_members"],
        "stories": ["story_id", "story_members"],
        "entries": ["entry_id", "entry_outcomes"],
        "days": [published ~ "::DATE", dated],
        "months": ["date_trunc('month', " ~ published ~ ")::DATE", dated],
        "entry_days": ["first_seen_at::DATE", "entry_outcomes"],
    }) }}
{%- endmacro %}

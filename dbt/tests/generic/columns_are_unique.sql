{# No two rows share the values of these columns. #}
{% test columns_are_unique(model, columns) %}
SELECT
    {{ columns | join(', ') }},
    count(*) AS row_count
FROM {{ model }}
GROUP BY {{ columns | join(', ') }}
HAVING count(*) > 1
{% endtest %}

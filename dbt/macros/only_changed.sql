{#
  Cost follows what is new: an incremental model writes the rows whose fingerprint differs from the
  one that is already there, and forgets the rows that are gone. Only the keys and fingerprints of
  the archive are read for that, never its texts.
#}
{% macro only_changed(rows, keys) -%}
    {% if is_incremental() -%}
    LEFT JOIN {{ this }} AS published
        ON
            {% for key in keys -%}
            {{ rows }}.{{ key }} = published.{{ key }}
            {%- if not loop.last %} AND {% endif %}
            {% endfor %}
    WHERE {{ rows }}.row_hash IS DISTINCT FROM published.row_hash
    {%- endif %}
{%- endmacro %}

{% macro forget_vanished(rows, keys) -%}
    DELETE FROM {{ this }} AS published
    WHERE NOT EXISTS (
        SELECT 1 FROM {{ rows }} AS present
        WHERE
            {% for key in keys -%}
            present.{{ key }} = published.{{ key }}
            {%- if not loop.last %} AND {% endif %}
            {% endfor %}
    )
{%- endmacro %}

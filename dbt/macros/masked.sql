{#
  Addresses without users, passwords and tokens, as `ct_pipeline/language/masking.py` masks them:
  what is published shows `***` in their place.
#}
{% macro masked(column) -%}
    {%- set parameters = [
        "token",
        "access_token",
        "auth_token",
        "authtoken",
        "auth",
        "key",
        "api_key",
        "apikey",
        "secret",
        "client_secret",
        "sig",
        "signature",
        "x-amz-signature",
        "x-amz-security-token",
        "x-goog-signature",
        "password",
        "passwd",
        "pwd",
        "session",
        "sessionid",
        "session_id",
        "jsessionid",
        "phpsessid",
        "sid",
    ] -%}
    regexp_replace(
        regexp_replace({{ column }}, '(://)[^\s/?#"''<>]*@', '\1***@', 'g'),
        '([?&;#](?:{{ parameters | join("|") }})=)[^\s&;#"''<>]*', '\1***', 'gi'
    )
{%- endmacro %}

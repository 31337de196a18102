{#
  Addresses without users, passwords and tokens, as `ct_pipeline/language/masking.py` masks them:
  what is published shows `***` in their place.
#}
{% macro masked(column) -%}
    {%- set parameters = [
        "token",
        "access_token",
        "access-token",
        "auth_token",
        "authtoken",
        "auth",
        "key",
        "api_key",
        "api-key",
        "x-api-key",
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
    {%- set names = parameters | join("|") -%}
    {%- set patterns = [
        ("(://)[^\\s/?#\"''<>]*@", "***@"),
        ("(\\bhttps?:[/\\\\]*)[^\\s/?#\"''<>:]*(?::[^\\s/?#\"''<>:]*)?@", "***@"),
        ("(%3A%2F%2F)[^\\s/?#&\"''<>%]*(?:%3A[^\\s/?#&\"''<>%]*)?%40", "***%40"),
        ("((?:%3F|%26|%3B|%23)(?:" ~ names ~ ")%3D)[^\\s&;#\"''<>]*", "***"),
        ("([?&;#](?:" ~ names ~ ")=)[^\\s&;#\"''<>]*", "***"),
    ] -%}
    {%- for _ in patterns %}regexp_replace({% endfor %}{{ column }}
    {%- for pattern, mask in patterns %}, '{{ pattern }}', '\1{{ mask }}', 'gi'){% endfor %}
{%- endmacro %}

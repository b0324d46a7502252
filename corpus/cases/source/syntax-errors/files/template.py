x = {{ y }}
{% if x %}

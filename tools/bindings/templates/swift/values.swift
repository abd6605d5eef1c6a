{#- Follows uniffi's text in its file, where its converters can be used. #}

{% include "swift/records.swift" %}
{% include "swift/enums.swift" %}
{% include "swift/functions.swift" %}
{% include "swift/converters.swift" %}

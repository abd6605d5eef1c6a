{% include "kotlin/head.kt" %}

{% include "kotlin/records.kt" %}
{% include "kotlin/enums.kt" %}
{% include "kotlin/error.kt" %}
{% include "kotlin/functions.kt" %}
{% include "kotlin/converters.kt" %}
{% include "kotlin/forms.kt" %}

{%- import "swift/calls.swift" as calls -%}
{% for record in view.records %}{% let of = record.of %}{% let public = of.visibility("") %}
{{ of.comment }}{{ public }} struct {{ of.name }}: Equatable, Hashable, Sendable{% if of.has_form() %}, JSONForm{% endif %}{% if of.shown.is_some() %}, CustomDebugStringConvertible, CustomReflectable{% endif %} {
{%- for field in record.fields %}
{{ field.comment|indented("    ") }}    {{ public }} var {{ field.name }}: {{ field.kind }}
{%- endfor %}

    /// Creates the value from its fields. Those with a default may be left out.
    {{ public }} init(
{%- for field in record.fields %}
        {{ field.name }}: {{ field.kind }}{{ field.default_clause() }}{% if !loop.last %},{% endif %}
{%- endfor %}
    ) {
{%- for field in record.fields %}
        self.{{ field.name }} = {{ field.name }}
{%- endfor %}
    }
{% if let Some(reader) = of.reader %}{% if of.name != "WebhookEvent" %}
    /// Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
    ///
    /// - Throws: `DefactoError.validation` with every place that does not have the right form.
    {{ public }} static func fromJSON(_ text: String) throws -> {{ of.name }} {
        try {{ reader }}(text: text)
    }
{% endif %}{% endif %}
{%- if let Some(salt) = record.salt() %}
    /// Makes the request with a `{{ salt.name }}` derived from `key`. The same key gives the same salt in every process and
    /// language, so a job that builds the request anew repeats it instead of making a second one. The salt is the UUID,
    /// version 5, of the key's bytes in UTF-8 in the namespace `6f1d2c1b-8c0e-4d0a-9a55-0f3c7e21b9d4`.
    ///
    /// - Throws: `DefactoError.validation` if the key is blank.
    public static func forKey(
        _ key: String
{%- for field in record.unsalted() %},
        {{ field.name }}: {{ field.kind }}{{ field.default_clause() }}
{%- endfor %}
    ) throws -> {{ of.name }} {
        try {{ of.name }}(
{%- for field in record.fields %}
            {{ field.name }}: {% if field.is_salt %}saltForKey(key: key){% else %}{{ field.name }}{% endif %}{% if !loop.last %},{% endif %}
{%- endfor %}
        )
    }
{% endif %}
{%- call calls::members(of) %}{% endcall -%}
}
{% endfor %}

{%- import "swift/calls.swift" as calls -%}
{% for open in view.enums %}{% let of = open.of %}{% let public = of.visibility("") %}
{{ of.comment }}{{ public }} enum {{ of.name }}: Equatable, Hashable, Sendable, CustomStringConvertible, OpenEnum {
{%- for value in open.values %}
{{ value.comment|indented("    ") }}    case {{ value.name }}
{%- endfor %}
    /// A value that this version of the library does not know; it is kept and sent back as it came.
    case unknown(value: String)

    /// Every value that this version of the library knows.
    {{ public }} static let known: [Self] = [{% for value in open.values %}.{{ value.name }}{% if !loop.last %}, {% endif %}{% endfor %}]

    /// The value with this text; one that this version does not know is kept as `unknown`.
    {{ public }} init(wire text: String) {
        switch text {
{%- for value in open.values %}
        case {{ value.wire|quoted }}: self = .{{ value.name }}
{%- endfor %}
        default: self = .unknown(value: text)
        }
    }

    /// The value as it is on the wire.
    {{ public }} var wire: String {
        switch self {
{%- for value in open.values %}
        case .{{ value.name }}: {{ value.wire|quoted }}
{%- endfor %}
        case .unknown(let value): value
        }
    }

    /// Whether this version of the library knows the value.
    {{ public }} var isKnown: Bool {
        if case .unknown = self { false } else { true }
    }

    /// The value as it is on the wire.
    {{ public }} var description: String { wire }
}
{% endfor %}
{%- for choice in view.all_choices() %}{% let of = choice.of %}{% let public = of.visibility("") %}
{{ of.comment }}{{ public }} enum {{ of.name }}: {% if of.name == "DefactoError" %}Error, {% endif %}Equatable, Hashable, Sendable{% if of.has_form() %}, JSONForm{% endif %}{% if of.shown.is_some() %}, CustomDebugStringConvertible, CustomReflectable{% endif %} {
{%- for variant in choice.variants %}
{{ variant.comment|indented("    ") }}
{%- if !variant.fields.is_empty() %}    ///
    /// - Parameters:
{% for field in variant.fields %}    ///   - {{ field.name }}: {{ field.comment|first_line }}
{% endfor %}
{%- endif %}    case {{ variant.name }}
{%- if !variant.fields.is_empty() %}({% for field in variant.fields %}{{ field.name }}: {{ field.kind }}{% if !loop.last %}, {% endif %}{% endfor %}){% endif %}
{% endfor %}
{%- call calls::members(of) %}{% endcall -%}
}
{% endfor %}

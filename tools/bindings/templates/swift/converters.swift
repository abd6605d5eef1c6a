// The converters of what uniffi leaves to these templates.

/// uniffi prints when something was freed before: there is nothing left to do.
private func print(_: String) {}

/// An enum that keeps values that this version of the library does not know. It is `Codable` as the text on the wire.
public protocol OpenEnum: Codable, Hashable, Sendable {
    /// Every value that this version of the library knows.
    static var known: [Self] { get }
    /// The value with this text; one that this version does not know is kept.
    init(wire text: String)
    /// The value as it is on the wire.
    var wire: String { get }
}

/// Passes a value by its place in the list of known values, or by its text.
private struct FfiConverterOpenEnum<Value: OpenEnum>: FfiConverterRustBuffer {
    static func read(from buf: inout BufferReader) throws -> Value {
        let place: Int32 = try readInt(&buf)
        let known = Value.known
        return known.indices.contains(Int(place) - 1)
            ? known[Int(place) - 1] : Value(wire: try FfiConverterString.read(from: &buf))
    }

    static func write(_ value: Value, into buf: inout [UInt8]) {
        let known = Value.known
        if let place = known.firstIndex(of: value) {
            writeInt(&buf, Int32(place + 1))
        } else {
            writeInt(&buf, Int32(known.count + 1))
            FfiConverterString.write(value.wire, into: &buf)
        }
    }
}

/// Passes the store of options: our class holds uniffi's.
private struct FfiConverterOptionalStore: FfiConverterRustBuffer {
    static func read(from buf: inout BufferReader) throws -> Store? {
        try FfiConverterOptionTypeNativeStore.read(from: &buf).map(Store.init)
    }

    static func write(_ value: Store?, into buf: inout [UInt8]) {
        FfiConverterOptionTypeNativeStore.write(value?.native, into: &buf)
    }
}
{% for record in view.records %}{% let of = record.of %}
private struct {{ of.converter }}: FfiConverterRustBuffer {
    static func read(from buf: inout BufferReader) throws -> {{ of.name }} {
        try {{ of.name }}(
{%- for field in record.fields %}
            {{ field.name }}: {{ field.converter }}.read(from: &buf){{ field.after_read }}{% if !loop.last %},{% endif %}
{%- endfor %}
        )
    }

    static func write(_ value: {{ of.name }}, into buf: inout [UInt8]) {
{%- for field in record.fields %}
        {{ field.converter }}.write(value.{{ field.name }}{{ field.before_write }}, into: &buf)
{%- endfor %}
    }
}
{% call functions(of) %}{% endcall %}
{%- endfor %}
{%- for open in view.enums %}
private typealias {{ open.of.converter }} = FfiConverterOpenEnum<{{ open.of.name }}>
{% call functions(open.of) %}{% endcall %}
{%- endfor %}
{%- for choice in view.all_choices() %}{% let of = choice.of %}
private struct {{ of.converter }}: FfiConverterRustBuffer {
    static func read(from buf: inout BufferReader) throws -> {{ of.name }} {
        let variant: Int32 = try readInt(&buf)
        switch variant {
{%- for variant in choice.variants %}
        case {{ loop.index }}: return {% if variant.fields.is_empty() %}.{{ variant.name }}{% else %}try .{{ variant.name }}(
{%- for field in variant.fields %}{{ field.name }}: {{ field.converter }}.read(from: &buf){% if !loop.last %}, {% endif %}{% endfor %}){% endif %}
{%- endfor %}
        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    static func write(_ value: {{ of.name }}, into buf: inout [UInt8]) {
        switch value {
{%- for variant in choice.variants %}
        case .{{ variant.name }}{% if !variant.fields.is_empty() %}({% for field in variant.fields %}let {{ field.name }}{% if !loop.last %}, {% endif %}{% endfor %}){% endif %}:
            writeInt(&buf, Int32({{ loop.index }}))
{%- for field in variant.fields %}
            {{ field.converter }}.write({{ field.name }}{{ field.before_write }}, into: &buf)
{%- endfor %}
{%- endfor %}
        }
    }
}
{% call functions(of) %}{% endcall %}
{%- endfor %}
{%- macro functions(of) %}
private func {{ of.converter }}_lift(_ buf: RustBuffer) throws -> {{ of.name }} {
    try {{ of.converter }}.lift(buf)
}

private func {{ of.converter }}_lower(_ value: {{ of.name }}) -> RustBuffer {
    {{ of.converter }}.lower(value)
}
{% endmacro %}

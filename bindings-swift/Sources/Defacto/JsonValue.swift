import Foundation

// Your own data, in `metadata` for instance, is written like Swift: `["crm": "T-77", "score": 3, "tags": ["new"]]`.

extension JsonValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Null.
    public init(nilLiteral: ()) { self = .null }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .boolean(value: value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value: value) }
    /// A number with a fraction.
    public init(floatLiteral value: Double) { self = .number(value: value) }
    /// Text.
    public init(stringLiteral value: String) { self = .text(value: value) }
    /// A list.
    public init(arrayLiteral elements: JsonValue...) { self = .list(items: elements) }
    /// An object. Of members with the same name the last counts.
    public init(dictionaryLiteral elements: (String, JsonValue)...) {
        self = .object(members: Dictionary(elements) { $1 })
    }
}

extension JsonValue {
    /// Whether it is null.
    public var isNull: Bool { self == .null }

    /// The boolean, if it is one.
    public var bool: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// The whole number, if it is one.
    public var int: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The number, whole or not, if it is one.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The text, if it is one.
    public var string: String? {
        if case .text(let value) = self { value } else { nil }
    }

    /// The items of the list, if it is one.
    public var array: [JsonValue]? {
        if case .list(let items) = self { items } else { nil }
    }

    /// The members of the object, if it is one.
    public var object: [String: JsonValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The member of an object, if it is one and has it.
    public subscript(name: String) -> JsonValue? { object?[name] }

    /// The item at a place of a list, if it is one and is that long.
    public subscript(index: Int) -> JsonValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }
}

extension JsonValue: Codable {
    /// Reads any JSON.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value: value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value: value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value: value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value: value)
        } else if let items = try? container.decode([JsonValue].self) {
            self = .list(items: items)
        } else {
            self = .object(members: try container.decode([String: JsonValue].self))
        }
    }

    /// Writes it as JSON.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let items): try container.encode(items)
        case .object(let members): try container.encode(members)
        }
    }
}

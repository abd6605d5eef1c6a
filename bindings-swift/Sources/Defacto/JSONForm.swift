import Foundation

/// A value that has a JSON form of the API: a model, an outcome, an event. It is `Codable` in that form, whatever the
/// encoder, and keeps the members that this version does not know.
public protocol JSONForm: Codable, Sendable {
    /// Reads the JSON text of one value.
    ///
    /// - Throws: `DefactoError.validation` with every place that does not have the right form.
    static func fromJSON(_ text: String) throws -> Self

    /// Returns the value as JSON text.
    func toJSON() -> String
}

extension JSONForm {
    /// Reads the value in the API's form, also as a part of your own value. Unknown members are kept in `extra`.
    ///
    /// - Throws: `DecodingError.dataCorrupted` with every place that does not have the right form, but without values. Its
    ///   underlying error is `DefactoError.validation`.
    public init(from decoder: any Decoder) throws {
        let text = try JSONEncoder().encode(JSONTree(from: decoder))
        do {
            self = try Self.fromJSON(String(decoding: text, as: UTF8.self))
        } catch let error as DefactoError {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: error.text(), underlyingError: error))
        }
    }

    /// Writes the value in the API's form.
    public func encode(to encoder: any Encoder) throws {
        try JSONDecoder().decode(JSONTree.self, from: Data(toJSON().utf8)).encode(to: encoder)
    }
}

extension OpenEnum {
    /// Reads the text of the value; one that this version does not know is kept as `unknown`.
    public init(from decoder: any Decoder) throws {
        self.init(wire: try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the value as it is on the wire.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wire)
    }
}

/// Any JSON, with the exact digits of its numbers as far as the coder keeps them.
private enum JSONTree: Codable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Decimal)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Decimal.self) {
            // Before objects: as one a decimal is written by encoders that have no such number.
            self = .number(value)
        } else if let value = try? container.decode(Double.self), let exact = Decimal(string: "\(value)") {
            self = .number(exact)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let items = try? container.decode([JSONTree].self) {
            self = .list(items)
        } else {
            // Not by keys: a strategy of the decoder would change those of metadata.
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
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

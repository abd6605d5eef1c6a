import Defacto
import Foundation

/// Calls an operation by its name in the core; arguments and result are JSON.
protocol Calling: Sendable {
    func call(_ client: Client, _ operation: String, _ arguments: Arguments) async throws -> JsonValue
    func callBlocking(_ client: Client, _ operation: String, _ arguments: Arguments) throws -> JsonValue
}

/// The arguments of an operation, by their names in the core.
struct Arguments: Sendable {
    let members: JsonValue

    /// Returns a model as JSON text; an empty object if it is left out.
    func json(_ name: String) throws -> String {
        try DefactoTests.json(members[name] ?? .object(members: [:]))
    }

    func text(_ name: String) throws -> String {
        guard let text = members[name]?.string else { throw Unexpected("no text called \(name)") }
        return text
    }

    func optionalText(_ name: String) -> String? { members[name]?.string }

    func optionalFlag(_ name: String) -> Bool? { members[name]?.bool }

    func uuid(_ name: String) throws -> UUID {
        guard let id = UUID(uuidString: try text(name)) else { throw Unexpected("no id called \(name)") }
        return id
    }

    func optionalMoment(_ name: String) throws -> Date? {
        // The library parses times itself, exact to the microsecond.
        try optionalText(name).map { try Signature.fromJSON(#"{"signed_at": "\#($0)"}"#).signedAt }
    }

    func pdf(_ name: String) throws -> Pdf {
        let content = Data(base64Encoded: members[name]?["base64"]?.string ?? "") ?? Data()
        return try Pdf.fromBytes(content, name: members[name]?["name"]?.string ?? "")
    }
}

/// A mock server may always have a next page.
private let enough = 3

/// Returns models as JSON.
func list<Model>(_ models: [Model], _ write: (Model) -> String) throws -> JsonValue {
    .list(items: try models.map { try value(write($0)) })
}

/// Returns the first items of a list as JSON.
func items<Model>(_ pages: Pages<Model>, _ write: (Model) -> String) throws -> JsonValue {
    var (rest, found) = (pages, [Model]())
    while found.count < enough, let item = try rest.next() { found.append(item) }
    return try list(found, write)
}

/// Returns the first items of a list as JSON.
func items<Model>(_ pages: Pages<Model>, _ write: (Model) -> String) async throws -> JsonValue {
    var found = [Model]()
    for try await item in pages {
        found.append(item)
        if found.count == enough { break }
    }
    return try list(found, write)
}

import Defacto
import Foundation
import Testing

/// A case that applies to every language.
struct Case: Sendable, CustomStringConvertible {
    let members: [String: JsonValue]

    var name: String { members["name"]?.string ?? "" }
    var description: String { name }

    subscript(member: String) -> JsonValue? { members[member] }

    /// Returns a body: text where its exact digits or faults matter, else JSON.
    func body(_ member: String) throws -> String {
        let value = members[member] ?? .null
        return try value.string ?? json(value)
    }

    /// Compares the members that the case names; others may have any value.
    func expect(_ member: String, _ found: JsonValue?, at place: SourceLocation = #_sourceLocation) {
        guard let wanted = members[member] else { return }
        #expect((found ?? .null) == wanted, "\(name): \(member)", sourceLocation: place)
    }
}

/// Returns the cases of a file, or of all files in a folder.
func cases(_ name: String) throws -> [Case] {
    let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../../tests/vectors").standardized
    let path = folder.appendingPathComponent(name)
    if name.hasSuffix(".json") { return try cases(of: path) }
    let files = try FileManager.default.contentsOfDirectory(at: path, includingPropertiesForKeys: nil)
    return try files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }.flatMap(cases(of:))
}

private func cases(of file: URL) throws -> [Case] {
    let document = try JSONDecoder().decode(JsonValue.self, from: Data(contentsOf: file))
    return document["cases"]?.array?.map { Case(members: $0.object ?? [:]) } ?? []
}

/// Checks every case, several at a time.
func checkAll(_ name: String, _ check: @escaping @Sendable (Case) async throws -> Void) async throws {
    let cases = try cases(name)
    #expect(cases.count > 5)
    try await withThrowingTaskGroup(of: Void.self) { group in
        for (at, each) in cases.enumerated() {
            if at >= 8 { try await group.next() }
            group.addTask {
                do {
                    try await check(each)
                } catch {
                    Issue.record("\(each.name): \(error)")
                }
            }
        }
        try await group.waitForAll()
    }
}

/// Returns a value as JSON text.
func json(_ value: JsonValue) throws -> String {
    String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
}

/// Returns JSON text as a value.
func value(_ text: String) throws -> JsonValue {
    try JSONDecoder().decode(JsonValue.self, from: Data(text.utf8))
}

extension JsonValue {
    /// Returns the value at a JSON pointer; `nil` if the pointer leads nowhere.
    func at(_ pointer: String) -> JsonValue? {
        pointer.split(separator: "/").reduce(self) { place, name in
            Int(name).flatMap { place?[$0] } ?? place?[String(name)]
        }
    }

    /// A list of texts.
    static func texts(_ texts: some Sequence<String>) -> JsonValue {
        .list(items: texts.map { .text(value: $0) })
    }

    /// Text, or null.
    static func text(_ text: String?) -> JsonValue {
        text.map { .text(value: $0) } ?? .null
    }

    /// A whole number, or null.
    static func number(_ number: Int?) -> JsonValue {
        number.map { .integer(value: Int64($0)) } ?? .null
    }
}

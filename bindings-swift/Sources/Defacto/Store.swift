import Foundation

/// The data that a program keeps between two runs, so that a repetition after a crash continues.
///
/// It holds company numbers, tokens and outcomes: no key, no account, no personal data. Protect it all the same. Safe
/// to share between threads.
public final class Store: Sendable {
    let native: NativeStore

    init(_ native: NativeStore) {
        self.native = native
    }

    /// Creates a store in memory, which ends with the process: for tests.
    public static func inMemory() -> Store {
        Store(NativeStore.inMemory())
    }

    /// Opens a store in one SQLite file, safe against crashes of the process and of the machine. Creates the file if it
    /// is missing. Blocks. Several processes may use it at the same time.
    ///
    /// - Throws: `DefactoError.store` when the file cannot be opened, is not a store, or was written by a newer version
    ///   of the library.
    public static func sqlite(path: String) throws -> Store {
        Store(try NativeStore.sqlite(path: path))
    }

    /// Opens a store in a PostgreSQL database, for workers on several machines:
    /// `postgresql://user:password@host/database`. Creates its tables if they are missing. Blocks.
    ///
    /// - Throws: `DefactoError.store` when the database cannot be reached or used; `.configuration` when the URL cannot
    ///   be read.
    public static func postgres(url: String) throws -> Store {
        Store(try NativeStore.postgres(url: url))
    }

    /// Returns the names of all jobs. Blocks.
    ///
    /// - Throws: `DefactoError.store` when the store cannot be read.
    public func jobs() throws -> [String] {
        try native.jobs()
    }

    /// Removes a job with all of its entries. Blocks; safe to repeat.
    ///
    /// - Throws: `DefactoError.store` when the store cannot be written.
    public func forgetJob(_ name: String) throws {
        try native.forgetJob(name: name)
    }

    /// Removes the webhook events that were received before `before`. Blocks; safe to repeat.
    ///
    /// - Throws: `DefactoError.store` when the store cannot be written.
    public func forgetEvents(before: Date) throws {
        try native.forgetEvents(before: before)
    }
}

extension Store: Equatable, Hashable {
    /// Stores are equal if they are one object.
    public static func == (one: Store, other: Store) -> Bool {
        one === other
    }

    /// Hashes the object, not what it keeps.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(self))
    }
}

extension Store: CustomStringConvertible, CustomReflectable {
    /// Shows neither a path nor a password.
    public var description: String { "Store(...)" }
    /// Shows nothing more.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

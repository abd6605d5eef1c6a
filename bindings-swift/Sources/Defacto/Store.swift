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

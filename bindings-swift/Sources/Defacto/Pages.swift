/// A list over all its pages. A page is read when its first item is requested.
///
/// ```swift
/// for try await line in client.creditLines.list() { ... }
/// ```
///
/// Every loop begins at the first page. Outside asynchronous code keep it in a variable and call `next()`.
public struct Pages<Element: Sendable>: AsyncSequence, Sendable {
    private let client: Client
    private let read: @Sendable (NativeClient, String?) throws -> Page<Element>
    private let suspending: @Sendable (NativeClient, String?, NativeCancelToken) async throws -> Page<Element>
    private var position = Position<Element>()

    init(
        _ client: Client, _ read: @escaping @Sendable (NativeClient, String?) throws -> Page<Element>,
        suspending: @escaping @Sendable (NativeClient, String?, NativeCancelToken) async throws -> Page<Element>
    ) {
        (self.client, self.read, self.suspending) = (client, read, suspending)
    }

    /// Reads one page: the first, or the one at `cursor`, from the `nextPage` of the page before. Blocks.
    public func page(at cursor: String? = nil) throws -> Page<Element> {
        try read(client.native, cursor)
    }

    /// Reads one page: the first, or the one at `cursor`, from the `nextPage` of the page before.
    public func page(at cursor: String? = nil) async throws -> Page<Element> {
        let read = suspending
        return try await client.run { try await read($0, cursor, $1) }
    }

    /// Returns the next item, or `nil` after the last one. Blocks when a page is read.
    public mutating func next() throws -> Element? {
        while position.needsPage {
            try position.take(try page(at: position.cursor))
        }
        return position.pop()
    }

    /// Returns the remaining items. Blocks.
    public func all() throws -> [Element] {
        var (rest, items) = (self, [Element]())
        while let item = try rest.next() {
            items.append(item)
        }
        return items
    }

    /// Returns all items.
    public func all() async throws -> [Element] {
        var items = [Element]()
        for try await item in self {
            items.append(item)
        }
        return items
    }

    /// Begins at the first page, or where `next()` stopped.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(pages: self, position: position)
    }

    /// Reads page after page.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        fileprivate let pages: Pages
        fileprivate var position: Position<Element>

        /// Returns the next item, or `nil` after the last one.
        public mutating func next() async throws -> Element? {
            while position.needsPage {
                try position.take(try await pages.page(at: position.cursor))
            }
            return position.pop()
        }
    }
}

/// One page of a list.
public struct Page<Element: Sendable>: Sendable {
    /// The items.
    public var data: [Element]
    /// The cursor of the next page. Absent on the last page.
    public var nextPage: String?
    /// How many items all pages have together. Absent if the API does not count them.
    public var total: Int64?
}

/// The position of a reading in a list.
private struct Position<Element: Sendable>: Sendable {
    private(set) var cursor: String?
    private var items: ArraySlice<Element> = []
    private var isLast = false
    private var passed: NativeCursors?

    var needsPage: Bool { items.isEmpty && !isLast }

    /// Continues with a page. A page that leads back to an earlier one ends the reading, which would never
    /// end.
    mutating func take(_ page: Page<Element>) throws {
        do {
            if let next = page.nextPage { try pass(next) }
        } catch {
            isLast = true
            throw error
        }
        (items, cursor, isLast) = (page.data[...], page.nextPage, page.nextPage == nil)
    }

    private mutating func pass(_ next: String) throws {
        // A copy of this value continues independently.
        if !isKnownUniquelyReferenced(&passed) {
            passed = passed?.copied() ?? NativeCursors()
        }
        try passed?.pass(cursor: next)
    }

    mutating func pop() -> Element? { items.popFirst() }
}

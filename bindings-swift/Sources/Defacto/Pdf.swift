import Foundation

/// A PDF document, for example an invoice that a loan finances.
///
/// Content that is not a PDF, is empty or is larger than 20 MiB is refused at once. Requests that carry a document inside
/// JSON take its `base64`.
public final class Pdf: Sendable {
    let native: NativePdf

    private init(_ native: NativePdf) {
        self.native = native
    }

    /// The largest document that is sent, in bytes. The contract names no limit; this limit is the library's.
    public static let maxBytes = 20 * 1024 * 1024

    /// Creates a document from its bytes. `name` is the file's name with its extension. Does not block.
    ///
    /// - Throws: `DefactoError.validation` when the content is empty, too large or not a PDF.
    public static func fromBytes(_ content: Data, name: String) throws -> Pdf {
        Pdf(try NativePdf.fromBytes(content: content, name: name))
    }

    /// Creates a document from a file. Blocks.
    ///
    /// - Throws: `DefactoError.validation` when the content cannot be read, is empty, too large or not a PDF.
    public static func fromPath(_ path: String) throws -> Pdf {
        Pdf(try NativePdf.fromPath(path: path))
    }

    /// Creates a document from a file on this machine. Blocks.
    ///
    /// - Throws: `DefactoError.validation` when the content cannot be read, is empty, too large or not a PDF.
    public static func fromURL(_ url: URL) throws -> Pdf {
        try fromPath(url.path)
    }

    /// The file's name.
    public var name: String { native.name() }

    /// Returns the bytes of the document: a copy.
    public func content() -> Data {
        native.content()
    }

    /// Returns the document in Base64, as requests carry it inside JSON.
    public func base64() -> String {
        native.base64()
    }
}

extension Pdf: CustomDebugStringConvertible, CustomReflectable {
    /// Shows the size, but not the name, which may name a person.
    public var debugDescription: String { native.description() }
    /// Shows nothing more than the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

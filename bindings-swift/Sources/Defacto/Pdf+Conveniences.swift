import Foundation

extension Pdf {
    /// The largest document that is sent, in bytes. The contract names no limit; this limit is the library's.
    public static let maxBytes = 20 * 1024 * 1024

    /// Creates a document from a file on this machine. Blocks.
    ///
    /// - Throws: `DefactoError.validation` when the content cannot be read, is empty, too large or not a PDF.
    public static func fromURL(_ url: URL) throws -> Pdf {
        try fromPath(url.path)
    }
}

extension Pdf: CustomReflectable {
    /// Shows nothing more than the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

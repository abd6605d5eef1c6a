/// A position in the memory of a buffer of the core. Reads it directly: a number is loaded, a text is copied once.
struct BufferReader {
    let data: UnsafeRawBufferPointer
    var offset = 0
}

fileprivate func createReader(_ buffer: RustBuffer) -> BufferReader {
    BufferReader(data: UnsafeRawBufferPointer(start: buffer.data, count: Int(buffer.len)))
}

/// Reads an integer in big-endian order.
fileprivate func readInt<T: FixedWidthInteger>(_ reader: inout BufferReader) throws -> T {
    let bytes = try readBytes(&reader, count: MemoryLayout<T>.size)
    return T(bigEndian: bytes.loadUnaligned(as: T.self))
}

/// Returns the next bytes. They are valid only as long as the buffer.
fileprivate func readBytes(_ reader: inout BufferReader, count: Int) throws -> UnsafeRawBufferPointer {
    let end = reader.offset + count
    guard count >= 0, end <= reader.data.count else {
        throw UniffiInternalError.bufferOverflow
    }
    defer { reader.offset = end }
    return UnsafeRawBufferPointer(rebasing: reader.data[reader.offset..<end])
}

fileprivate func readFloat(_ reader: inout BufferReader) throws -> Float {
    Float(bitPattern: try readInt(&reader))
}

fileprivate func readDouble(_ reader: inout BufferReader) throws -> Double {
    Double(bitPattern: try readInt(&reader))
}

fileprivate func hasRemaining(_ reader: BufferReader) -> Bool {
    reader.offset < reader.data.count
}


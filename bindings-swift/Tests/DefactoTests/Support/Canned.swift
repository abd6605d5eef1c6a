import Foundation

#if canImport(Darwin)
    import Darwin
    private let stream = SOCK_STREAM
    private let quietly: Int32 = 0
#else
    import Glibc
    private let stream = Int32(SOCK_STREAM.rawValue)
    private let quietly = Int32(MSG_NOSIGNAL)
#endif

/// A request as received; the names of its headers are in lower case.
struct Request: Sendable {
    let method: String
    let target: String
    let headers: [String: String]
    let body: String
}

/// The reaction of the server to a request.
enum Answer: Sendable {
    /// An answer, after which the connection closes. With `cut` the body ends before its declared length.
    case reply(Int, String, headers: [String: String] = [:], cut: Bool = false)
    /// Closes the connection after reading the request.
    case reset
    /// Reads the request and never answers. It sees when the client closes the connection.
    case silence
}

/// A small HTTP server that behaves as no correct server does. It returns its answers one after the other, and repeats
/// the last one.
final class Canned: @unchecked Sendable {
    let url: String
    private let socket: Int32
    private let answers: [Answer]
    private let lock = NSLock()
    private var received: [Request] = []
    private var silent: Set<Int32> = []
    private var closings = 0
    private var stopped = false

    convenience init(_ answers: Answer...) throws {
        try self.init(list: answers)
    }

    init(list answers: [Answer]) throws {
        self.answers = answers
        (socket, url) = try listen()
        Thread.detachNewThread { self.serve() }
    }

    deinit {
        close()
    }

    /// The requests so far.
    var requests: [Request] { lock.withLock { received } }

    /// How many connections without an answer were closed by the client.
    var abandoned: Int { lock.withLock { closings } }

    func close() {
        lock.withLock {
            guard !stopped else { return }
            stopped = true
            for connection in silent { shutdown(connection, Int32(SHUT_RDWR)) }
            shutdown(socket, Int32(SHUT_RDWR))
            closeSocket(socket)
        }
    }

    private func serve() {
        while true {
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else { return }
            Thread.detachNewThread { [weak self] in
                defer { closeSocket(connection) }
                if let request = read(from: connection) { self?.answer(request, on: connection) }
            }
        }
    }

    private func answer(_ request: Request, on connection: Int32) {
        let count = lock.withLock {
            received.append(request)
            return received.count
        }
        switch answers[min(count, answers.count) - 1] {
        case .reply(let status, let body, let headers, let cut):
            write(wire(status, body, headers, cut), to: connection)
        case .reset:
            break
        case .silence:
            awaitEnd(of: connection)
        }
    }

    private func awaitEnd(of connection: Int32) {
        guard lock.withLock({ !stopped && silent.insert(connection).inserted }) else { return }
        var ignored = [UInt8]()
        while receive(&ignored, from: connection) {}
        lock.withLock {
            silent.remove(connection)
            closings += stopped ? 0 : 1
        }
    }
}

/// Returns a URL at which no process listens.
func closedPort() throws -> String {
    let (socket, url) = try listen()
    closeSocket(socket)
    return url
}

private func listen() throws -> (Int32, String) {
    let socket = socket(AF_INET, stream, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let done = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(socket, $0, size) == 0 && systemListen(socket, 1024) == 0 && getsockname(socket, $0, &size) == 0
        }
    }
    guard done else { throw POSIXError(.EADDRNOTAVAIL) }
    return (socket, "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))")
}

private func systemListen(_ socket: Int32, _ backlog: Int32) -> Int32 {
    #if canImport(Darwin)
        Darwin.listen(socket, backlog)
    #else
        Glibc.listen(socket, backlog)
    #endif
}

private func closeSocket(_ socket: Int32) {
    #if canImport(Darwin)
        _ = Darwin.close(socket)
    #else
        _ = Glibc.close(socket)
    #endif
}

private func wire(_ status: Int, _ body: String, _ headers: [String: String], _ cut: Bool) -> [UInt8] {
    var headers = headers.merging(["connection": "close"]) { $1 }
    if status != 204 { headers["content-length"] = String(body.utf8.count + (cut ? 1 : 0)) }
    let head = headers.map { "\($0): \($1)\r\n" }.joined()
    return Array("HTTP/1.1 \(status) Canned\r\n\(head)\r\n\(body)".utf8)
}

private func write(_ bytes: [UInt8], to connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, quietly) }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
    }
}

private func read(from connection: Int32) -> Request? {
    var bytes = [UInt8]()
    let end = Array("\r\n\r\n".utf8)
    var head: Range<Int>?
    while head == nil {
        guard receive(&bytes, from: connection) else { return nil }
        head = bytes.firstRange(of: end)
    }
    guard let head else { return nil }
    let lines = String(decoding: bytes[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    var headers = [String: String]()
    for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        headers[parts[0].lowercased()] = parts.last
    }
    let length = headers["content-length"].flatMap { Int($0) } ?? 0
    while bytes.count < head.upperBound + length {
        guard receive(&bytes, from: connection) else { return nil }
    }
    let first = lines[0].split(separator: " ").map(String.init)
    let body = String(decoding: bytes[head.upperBound...], as: UTF8.self)
    return Request(method: first[0], target: first[1], headers: headers, body: body)
}

private func receive(_ bytes: inout [UInt8], from connection: Int32) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    let count = recv(connection, &buffer, buffer.count, 0)
    if count > 0 { bytes += buffer[..<count] }
    return count > 0
}

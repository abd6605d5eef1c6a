import Foundation

/// A client that is measured.
protocol Peer: Sendable {
    /// Builds the enrolment request from typed values, sends it and reads the typed answer; returns 1.
    func post() async throws -> Int
    /// Reads all borrowers over all pages; returns how many there are.
    func list() async throws -> Int
    /// Validates an existing request; returns how many problems it has.
    func validate() throws -> Int
}

func cpuMicros() -> Double {
    var usage = rusage()
    #if canImport(Darwin)
        getrusage(RUSAGE_SELF, &usage)
    #else
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #endif
    let micros = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + Double(micros)
}

func peakKiB() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? "0"
    return Int(line.filter(\.isNumber)) ?? 0
}

func work(_ name: String, of peer: any Peer) async throws -> Int {
    switch name {
    case "post": try await peer.post()
    case "list": try await peer.list()
    case "validate": try peer.validate()
    default: fatalError("unknown work: \(name)")
    }
}

func connect(_ client: String, _ url: String) throws -> any Peer {
    switch client {
    case "ours": try Ours(url)
    case "ours-async": try OursAsync(url)
    case "urlsession": Foundations(url)
    default: fatalError("unknown client: \(client)")
    }
}

/// Measures one client: CLIENT URL WORK CALLS WARM_UP THREADS. Prints the same JSON as the programs in Rust.
@main
struct SingleCalls {
    static func main() async throws {
        let arguments = CommandLine.arguments
        let (name, calls, warmUp) = (arguments[3], Int(arguments[4])!, Int(arguments[5])!)
        let peer = try connect(arguments[1], arguments[2])
        for _ in 0..<warmUp { _ = try await work(name, of: peer) }
        let (cpu, begun) = (cpuMicros(), DispatchTime.now().uptimeNanoseconds)
        var items = 0
        for _ in 0..<calls { items += try await work(name, of: peer) }
        let elapsed = Double(DispatchTime.now().uptimeNanoseconds - begun) / 1e3
        let used = cpuMicros() - cpu
        print(
            "{\"cpu_us\": \(used), \"elapsed_us\": \(elapsed), \"calls\": \(calls), \"items\": \(items), "
                + "\"peak_kib\": \(peakKiB())}")
    }
}

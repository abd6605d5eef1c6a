import Defacto
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Enrols a company synchronously, and returns its status.
protocol Enroller: Sendable {
    func hello() async throws
    func enroll(_ number: Int) async throws -> String
}

/// Returns a number with a Luhn check digit.
func siren(_ number: Int) -> String {
    let digits = String(format: "%08d", number)
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
        let value = digit.element.wholeNumberValue! * (digit.offset % 2 == 0 ? 2 : 1)
        return sum + value / 10 + value % 10
    }
    return digits + String((10 - sum % 10) % 10)
}

struct Ours: Enroller {
    let client: Client

    func hello() async throws {
        _ = try await client.hello()
    }

    func enroll(_ number: Int) async throws -> String {
        let company = NewBorrower(
            identifier: siren(number), identifierType: .siren, name: "Fonderie des Tilleuls SAS", waitForReady: true)
        return try await client.borrowers.enroll(company).status?.wire ?? "none"
    }
}

struct Foundations: Enroller {
    let url: String
    let key: String
    let session: URLSession

    struct Borrower: Decodable {
        let status: String
    }

    init(url: String, key: String) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 100_000
        configuration.timeoutIntervalForRequest = 60
        (self.url, self.key, session) = (url, key, URLSession(configuration: configuration))
    }

    func request(_ path: String) -> URLRequest {
        var request = URLRequest(url: URL(string: url + path)!)
        request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization")
        return request
    }

    func hello() async throws {
        _ = try await session.data(for: request("/hello"))
    }

    func enroll(_ number: Int) async throws -> String {
        var request = request("/borrowers")
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try JSONSerialization.data(withJSONObject: [
            "identifier": siren(number), "identifier_type": "siren", "name": "Fonderie des Tilleuls SAS",
            "wait_for_ready": true,
        ])
        let (data, _) = try await session.data(for: request)
        return try JSONDecoder().decode(Borrower.self, from: data).status
    }
}

func figure(_ name: String) -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? "0"
    return Int(line.filter(\.isNumber)) ?? 0
}

func cpuSeconds() -> Double {
    var usage = rusage()
    #if canImport(Darwin)
        getrusage(RUSAGE_SELF, &usage)
    #else
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #endif
    let micros = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(micros) / 1e6
}

/// Measures one client. Arguments: the client, the URL of a sandbox, its key, the number of enrolments.
@main
struct AtOnce {
    static func main() async throws {
        let arguments = CommandLine.arguments
        let (name, url, key, count) = (arguments[1], arguments[2], arguments[3], Int(arguments[4])!)
        let enroller: any Enroller =
            name == "urlsession"
            ? Foundations(url: url, key: key) : Ours(client: try Client(apiKey: key, environment: .url(url)))
        for _ in 0..<200 { try await enroller.hello() }
        let counting = Task.detached {
            var most = 0
            while !Task.isCancelled {
                most = max(most, figure("Threads:"))
                try? await Task.sleep(nanoseconds: 20_000_000)
            }
            return most
        }
        let (cpu, begun) = (cpuSeconds(), DispatchTime.now().uptimeNanoseconds)
        let ready = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 1...count { group.addTask { try await enroller.enroll(number) } }
            var ready = 0
            for try await status in group where status == "READY" { ready += 1 }
            return ready
        }
        let elapsed = Double(DispatchTime.now().uptimeNanoseconds - begun) / 1e9
        let used = cpuSeconds() - cpu
        counting.cancel()
        print(
            "{\"elapsed_s\": \(elapsed), \"cpu_s\": \(used), \"threads\": \(await counting.value), "
                + "\"peak_mib\": \(figure("VmHWM:") / 1024), \"ready\": \(ready)}")
    }
}

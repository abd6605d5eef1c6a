import Defacto
import DefactoTesting
import Foundation
import Testing

/// One client for many threads and tasks.
extension All {
    @Suite struct Threads {
        let sandbox: Sandbox
        let client: Client

        init() throws {
            sandbox = try Sandbox()
            client = try sandbox.client()
        }

        @Test func eightThreadsEnrolTheSameCompanyOnce() throws {
            let client = client
            let threads = (0..<8).map { _ in Background { try ready(client.enroll(french(1), options: .waiting)).0.id }
            }
            let ids = try threads.map { try $0.result() }
            #expect(Set(ids).count == 1)
            #expect(try sandbox.requests("POST /borrowers").count == 1)
        }

        @Test func aThousandCallsOfEightThreadsLeakNothing() throws {
            _ = try client.borrowers.enroll(french(2))
            try memoryStays("8 threads") {
                let client = client
                let threads = (0..<8).map { _ in
                    Background { try (0..<125).map { _ in try client.borrowers.list().all().count }.reduce(0, +) }
                }
                let counts = try threads.map { try $0.result() }
                #expect(counts.reduce(0, +) == 1000)
            }
        }

        @Test func aThousandCallsOfEightTasksLeakNothing() async throws {
            _ = try await client.borrowers.enroll(french(2))
            try await memoryStays("8 tasks") {
                let client = client
                let count = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            var count = 0
                            for _ in 0..<125 { count += try await client.borrowers.list().all().count }
                            return count
                        }
                    }
                    return try await group.reduce(0, +)
                }
                #expect(count == 1000)
            }
        }

        @Test func clientsThatAreLetGoLeakNothing() throws {
            try memoryStays("20 clients") {
                for _ in 0..<20 { _ = try sandbox.client().hello() }
            }
        }

        /// Does the work five times. After the first two the allocators have their size; then memory must stay within 4
        /// MiB. Rust's and Swift's heap are both included.
        func memoryStays(_ what: String, _ work: () throws -> Void) throws {
            for _ in 0..<2 { try work() }
            let before = try residentMemory()
            for _ in 0..<3 { try work() }
            try compare(what, before)
        }

        func memoryStays(_ what: String, _ work: () async throws -> Void) async throws {
            for _ in 0..<2 { try await work() }
            let before = try residentMemory()
            for _ in 0..<3 { try await work() }
            try compare(what, before)
        }

        func compare(_ what: String, _ before: Int) throws {
            let after = try residentMemory()
            print("\(what): \(before) KiB before, \(after) KiB after")
            #expect(after - before < 4096)
        }
    }
}

/// Returns the memory of the process, in KiB.
private func residentMemory() throws -> Int {
    #if canImport(Darwin)
        var info = mach_task_basic_info()
        var count = mach_msg_type_number_t(MemoryLayout<mach_task_basic_info>.size / MemoryLayout<natural_t>.size)
        let result = withUnsafeMutablePointer(to: &info) {
            $0.withMemoryRebound(to: integer_t.self, capacity: Int(count)) {
                task_info(mach_task_self_, task_flavor_t(MACH_TASK_BASIC_INFO), $0, &count)
            }
        }
        guard result == KERN_SUCCESS else { throw Unexpected("the memory cannot be measured") }
        return Int(info.resident_size) / 1024
    #else
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.filter(\.isNumber)))
    #endif
}

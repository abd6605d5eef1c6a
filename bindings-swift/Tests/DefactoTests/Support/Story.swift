import Defacto
import DefactoTesting
import Foundation
import Testing

let nobody = UUID(uuidString: "00000000-0000-0000-0000-000000000000")!

/// Returns eight digits and their Luhn check digit.
func siren(_ number: Int) -> String {
    let digits = String(format: "%08d", number)
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
        let value = digit.element.wholeNumberValue! * (digit.offset % 2 == 0 ? 2 : 1)
        return sum + value / 10 + value % 10
    }
    return digits + String((10 - sum % 10) % 10)
}

/// Returns a French company: the API needs only its number. Each `number` gives another company.
func french(_ number: Int) -> NewBorrower {
    NewBorrower(identifier: siren(number), identifierType: .siren, name: "Fonderie des Tilleuls SAS")
}

extension EnrollOptions {
    /// Waits for the line, with times for a sandbox that is a hundred times faster than the API.
    static var waiting: EnrollOptions { waitUntilReady(30).quick }

    var quick: EnrollOptions {
        var options = self
        (options.settleTime, options.pollInterval) = (0.9, 0.02)
        return options
    }
}

/// Returns the borrower and the line of an enrolment that must be ready.
func ready(_ outcome: Enrollment) throws -> (Borrower, CreditLine) {
    guard case .ready(let borrower, let creditLine, _) = outcome else { throw Unexpected("not ready: \(outcome)") }
    return (borrower, creditLine)
}

/// A result that must not happen.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Returns the error of a call that must fail.
func failure(_ call: () throws -> some Any) throws -> DefactoError {
    do {
        throw Unexpected("no error but \(try call())")
    } catch let error as DefactoError {
        return error
    }
}

/// Returns the error of a call that must fail.
func failure(_ call: () async throws -> some Sendable) async throws -> DefactoError {
    do {
        throw Unexpected("no error but \(try await call())")
    } catch let error as DefactoError {
        return error
    }
}

extension Sandbox {
    /// Returns the requests of one operation, such as `POST /borrowers`.
    func requests(_ operation: String) throws -> [JsonValue] {
        try log().filter { $0["operation"]?.string == operation }
    }
}

/// Waits until the condition is true.
func eventually(_ what: String, _ isSo: () throws -> Bool) async throws {
    for _ in 0..<2000 {
        if try isSo() { return }
        try await Task.sleep(nanoseconds: 10_000_000)
    }
    throw Unexpected("\(what) did not happen")
}

/// Checks that nothing more is sent. A request that was written before the end may still arrive on a busy machine,
/// so this waits until no request arrives for `quiet` seconds.
func sendsNothingMore(_ sandbox: Sandbox, quiet: Double = 0.3) async throws {
    for _ in 0..<50 {
        let seen = try sandbox.log().count
        try await Task.sleep(nanoseconds: UInt64(quiet * 1e9))
        if try sandbox.log().count == seen { return }
    }
    throw Unexpected("requests are still sent")
}

/// Runs work on its own thread and returns its result on request.
final class Background<Result: Sendable>: @unchecked Sendable {
    private let lock = NSCondition()
    private var outcome: Swift.Result<Result, any Error>?

    init(_ work: @escaping @Sendable () throws -> Result) {
        Thread.detachNewThread {
            let outcome = Swift.Result { try work() }
            self.lock.withLock {
                self.outcome = outcome
                self.lock.broadcast()
            }
        }
    }

    func result() throws -> Result {
        lock.lock()
        defer { lock.unlock() }
        while true {
            if let outcome { return try outcome.get() }
            lock.wait()
        }
    }
}

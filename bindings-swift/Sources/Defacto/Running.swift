import Dispatch
import Foundation

extension Client {
    /// Runs a blocking call on a thread of its own while the task is suspended; a cancelled task ends the call.
    ///
    /// Never on the threads of Swift's own pool: there are few of them, and all tasks share them.
    func run<Answer: Sendable>(_ call: @escaping @Sendable (NativeClient) throws -> Answer) async throws -> Answer {
        let (native, cancellation) = (native, Cancellation())
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // A queue for each call: a queue of many calls would start only as many as there are cores.
                DispatchQueue(label: "com.getdefacto.sdk.call").async {
                    continuation.resume(
                        with: Result { try cancellation.watch { try call(cancellation.applied(to: native)) } })
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
    }
}

/// Whether the task that a thread works for was cancelled. The thread carries it while it works.
final class Cancellation: @unchecked Sendable {
    private let lock = NSLock()
    private var cancelled = false
    private static let key = "com.getdefacto.sdk.cancellation"

    var isCancelled: Bool { lock.withLock { cancelled } }

    func cancel() {
        lock.withLock { cancelled = true }
    }

    /// What this thread works under, if anything.
    static var ofThisThread: Cancellation? {
        Thread.current.threadDictionary[key] as? Cancellation
    }

    /// Lets the thread carry it during some work.
    func watch<Answer>(_ work: () throws -> Answer) rethrows -> Answer {
        let thread = Thread.current
        thread.threadDictionary[Self.key] = self
        defer { thread.threadDictionary.removeObject(forKey: Self.key) }
        return try work()
    }

    /// A task that was cancelled before sends nothing: the core looks at a token first, and at a thread's flag later.
    func applied(to native: NativeClient) -> NativeClient {
        guard isCancelled else { return native }
        let token = CancelToken()
        token.cancel()
        return native.withOptions(options: CallOptions(), cancel: token)
    }
}

/// The question that the core asks on a waiting thread, about every 50 ms.
final class TaskInterrupt: InterruptCheck {
    func interrupted() -> Bool {
        Cancellation.ofThisThread?.isCancelled ?? false
    }
}

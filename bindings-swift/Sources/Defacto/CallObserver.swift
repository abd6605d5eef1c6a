import Foundation

/// Receives events around each attempt to send a call, and when a journey starts and ends: `enroll` for instance.
///
/// Pass it to `Client`. The functions must not block, and must not make calls with the client. Those of a call that
/// blocks run on its thread, others on a thread of the library. An event never holds a value, a body or a header.
///
/// With swift-distributed-tracing, return `ServiceContext.current` from `caller`, start a span in `attemptStarted`
/// with that context, and return what the tracer injects, such as `traceparent`.
public protocol CallObserver: Sendable {
    /// Called on the thread that makes a call, before anything else, so task-local values are those of the caller.
    /// Returns what the observer needs of the caller: it comes back with the events. `nil` is nothing.
    func caller() -> (any Sendable)?
    /// Called when a journey starts. The attempts until its end have its id.
    func journeyStarted(_ journey: JourneyEvent, caller: (any Sendable)?)
    /// Called once when a journey ends, also when it was cancelled.
    func journeyEnded(_ journey: JourneyEvent, caller: (any Sendable)?)
    /// Called before each attempt. Returns headers to add to it. They replace headers of the caller with the same
    /// name. Headers that the client itself sets, and those that cannot be sent, are left out.
    func attemptStarted(_ attempt: AttemptEvent, caller: (any Sendable)?) -> [String: String]
    /// Called once when an attempt ends, also when it was cancelled.
    func attemptEnded(_ attempt: AttemptEvent, caller: (any Sendable)?)
}

extension CallObserver {
    /// Keeps nothing of the caller.
    public func caller() -> (any Sendable)? { nil }
    /// Does nothing.
    public func journeyStarted(_ journey: JourneyEvent, caller: (any Sendable)?) {}
    /// Does nothing.
    public func journeyEnded(_ journey: JourneyEvent, caller: (any Sendable)?) {}
    /// Adds no headers.
    public func attemptStarted(_ attempt: AttemptEvent, caller: (any Sendable)?) -> [String: String] { [:] }
    /// Does nothing.
    public func attemptEnded(_ attempt: AttemptEvent, caller: (any Sendable)?) {}
}

/// Passes the core's events on to an observer.
final class ObserverBridge: NativeCallObserver, @unchecked Sendable {
    private let observer: any CallObserver
    /// Protects the members below.
    private let lock = NSLock()
    private var last: Int64 = 0
    /// What the observer keeps of callers, by the numbers that the core knows.
    private var callers: [Int64: any Sendable] = [:]

    init(_ observer: any CallObserver) {
        self.observer = observer
    }

    private func kept(_ caller: Int64) -> (any Sendable)? {
        lock.withLock { callers[caller] }
    }

    func caller() -> Int64 {
        guard let caller = observer.caller() else { return 0 }
        return lock.withLock {
            last += 1
            callers[last] = caller
            return last
        }
    }

    func callerLeft(caller: Int64) {
        // Released after the lock, since that may run other code.
        let left = lock.withLock { callers.removeValue(forKey: caller) }
        _ = left
    }

    func journeyStarted(journey: JourneyEvent, caller: Int64) {
        observer.journeyStarted(journey, caller: kept(caller))
    }

    func journeyEnded(journey: JourneyEvent, caller: Int64) {
        observer.journeyEnded(journey, caller: kept(caller))
    }

    func attemptStarted(attempt: AttemptEvent, caller: Int64) -> [String: String] {
        observer.attemptStarted(attempt, caller: kept(caller))
    }

    func attemptEnded(attempt: AttemptEvent, caller: Int64) {
        observer.attemptEnded(attempt, caller: kept(caller))
    }
}

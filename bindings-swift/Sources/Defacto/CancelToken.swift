/// Stops calls from another thread: pass it to `Client.withOptions`.
///
/// A call that was stopped ends with `DefactoError.interrupted`, and its connection is closed. Cancelling the waiting task
/// does the same without a token.
public final class CancelToken: Sendable {
    let native = NativeCancelToken()

    /// Creates a token in the non-cancelled state.
    public init() {}

    /// Ends every call that waits with this token, now and later. Does not block.
    public func cancel() {
        native.cancel()
    }

    /// Returns `true` if `cancel` was called.
    public func isCancelled() -> Bool {
        native.isCancelled()
    }
}

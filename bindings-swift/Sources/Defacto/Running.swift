extension Client {
    /// Runs a call that holds no thread while the task is suspended; a cancelled task ends the call.
    ///
    /// The core ends a call within 50 ms after it was stopped, with an error that holds its state.
    func run<Answer: Sendable>(_ call: @Sendable (NativeClient, NativeCancelToken) async throws -> Answer) async throws
        -> Answer
    {
        let stop = NativeCancelToken()
        return try await stoppable(by: stop) { try await call(native, stop) }
    }
}

/// Ends a call when the task is cancelled. A task that was cancelled before sends nothing.
func stoppable<Answer: Sendable>(by stop: NativeCancelToken, _ call: () async throws -> Answer) async throws -> Answer {
    try await withTaskCancellationHandler {
        try await call()
    } onCancel: {
        stop.cancel()
    }
}

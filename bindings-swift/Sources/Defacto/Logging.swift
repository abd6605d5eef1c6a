extension Client {
    /// Sends the library's log to a function, for the whole process: names of operations, statuses, durations
    /// and request ids. The log never holds a key, a URL's query, a body or personal data.
    ///
    /// ```swift
    /// let logger = Logger(subsystem: "com.example.shop", category: "defacto")
    /// Client.setLogHandler(level: .debug) { level, text in logger.info("\(text)") }
    /// ```
    ///
    /// - Parameters:
    ///   - level: The finest level that is logged; `.info` has failures and repetitions, `.debug` each answer.
    ///   - handler: Called on the threads that make the calls; must not make calls itself.
    public static func setLogHandler(
        level: LogLevel = .info, _ handler: @escaping @Sendable (LogLevel, String) -> Void
    ) {
        Defacto.setLogHandler(most: level, handler: ClosureLog(handler))
    }
}

private final class ClosureLog: LogHandler {
    private let handler: @Sendable (LogLevel, String) -> Void

    init(_ handler: @escaping @Sendable (LogLevel, String) -> Void) {
        self.handler = handler
    }

    func log(level: LogLevel, text: String) {
        handler(level, text)
    }
}

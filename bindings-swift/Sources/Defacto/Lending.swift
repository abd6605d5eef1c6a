import Foundation

extension Client {
    /// Requests a loan and, if wanted, waits for the decision and accepts the offer. Blocks.
    ///
    /// Validates the request. If the options have an invoice, finds it by number and seller or creates it,
    /// submits it and waits until it is verified. Then sends `POST /loans` with the salt of the request, and
    /// again with the same salt while the outcome is unknown. Waits for the decision, and accepts an offer if
    /// the options say so. A decline is a value, in whichever form the API sends it.
    ///
    /// Safe to repeat: the same request holds the same `saltId`, so it is the same loan. For a request that
    /// is built anew, for example by a job that runs again, use `NewLoan.forKey`. An equal request without a
    /// salt or key of yours is the same loan, too, while the outcome of the first one is unknown, through any
    /// client of this process. An invoice in the options needs its number and seller for that.
    ///
    /// - Throws: `DefactoError.validation` with every problem when the request is invalid (nothing was sent),
    ///   when its salt was sent with another request (at `/salt_id`), or when the API refuses it;
    ///   `.authentication`; `.interrupted`; `.transport`, `.timeout` or `.api` when the API cannot be
    ///   reached. `saltId` is set unless nothing was sent.
    public func requestLoan(_ newLoan: NewLoan, options: LoanOptions = LoanOptions()) throws -> LoanOutcome {
        try native.requestLoan(newLoan: newLoan, options: options)
    }

    /// Requests a loan and, if wanted, waits for the decision and accepts the offer. See the blocking twin.
    ///
    /// Cancelling the task ends the wait with `DefactoError.interrupted`. A request that was sent may still
    /// take effect: continue by the same request, which holds the error's `saltId`.
    public func requestLoan(_ newLoan: NewLoan, options: LoanOptions = LoanOptions()) async throws -> LoanOutcome {
        try await run { try await $0.requestLoanAsync(newLoan: newLoan, options: options, stop: $1) }
    }

    /// Follows a loan: returns it at once, and again after each status change, until it is closed, declined,
    /// cancelled or deleted. Polls may miss a state; `loans.listEvents` has all of them.
    ///
    /// Sends nothing before the first item is requested. Polls again after a passing error. Safe to repeat.
    public func track(_ loanId: UUID, options: TrackOptions = TrackOptions()) -> LoanTracker {
        LoanTracker(
            begin: { [native] in native.track(loanId: loanId, options: options) },
            suspending: { [native] in native.trackAsync(loanId: loanId, options: options, stop: $0) })
    }

    /// Returns the vendor's text for a denial code (`denialReason`, `statusReason`, `DenialReason.code`): why
    /// a company, a loan or an invoice was declined. Returns `nil` for an unknown code, or for none.
    ///
    /// The list of codes is read from the API and cached for an hour; a code that is not in it is read by
    /// itself. Blocks if it calls the API; safe to repeat.
    ///
    /// - Throws: `.validation` for a language in which the vendor has no texts: nothing is sent. As every call:
    ///   `.authentication`, `.transport`, `.timeout`, `.api`.
    public func explain(_ code: String?, in language: Language) throws -> String? {
        try code.flatMap { try native.explain(code: $0, language: language) }
    }

    /// Returns the vendor's text for a denial code. See the blocking twin.
    public func explain(_ code: String?, in language: Language) async throws -> String? {
        guard let code else { return nil }
        return try await run { try await $0.explainAsync(code: code, language: language, stop: $1) }
    }
}

/// A loan as it is now, then at each change of its status.
///
/// ```swift
/// for try await loan in client.track(id) { print(loan.status) }
/// ```
///
/// It ends after the loan's last status, at the deadline, and after an error. Every loop begins anew. Outside
/// asynchronous code keep it in a variable and call `next()`.
public struct LoanTracker: AsyncSequence, Sendable {
    /// The type of its items.
    public typealias Element = Loan

    private let begin: @Sendable () -> NativeLoanTracker
    private let suspending: @Sendable (NativeCancelToken) -> NativeLoanChanges
    private var tracker: NativeLoanTracker?

    init(
        begin: @escaping @Sendable () -> NativeLoanTracker,
        suspending: @escaping @Sendable (NativeCancelToken) -> NativeLoanChanges
    ) {
        (self.begin, self.suspending) = (begin, suspending)
    }

    /// Returns the loan at its next status change, or `nil` after the last one. Blocks.
    public mutating func next() throws -> Loan? {
        let current = tracker ?? begin()
        tracker = current
        return try current.next()
    }

    /// Begins with the loan as it is now.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(begin: suspending)
    }

    /// Waits for change after change, without a thread.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        fileprivate let begin: @Sendable (NativeCancelToken) -> NativeLoanChanges
        private let stop = NativeCancelToken()
        private var changes: NativeLoanChanges?

        fileprivate init(begin: @escaping @Sendable (NativeCancelToken) -> NativeLoanChanges) {
            self.begin = begin
        }

        /// Returns the loan at its next status change, or `nil` after the last one. Cancelling the task ends
        /// the wait with `DefactoError.interrupted`.
        public mutating func next() async throws -> Loan? {
            let current = changes ?? begin(stop)
            changes = current
            return try await stoppable(by: stop) { try await current.next() }
        }
    }
}

extension LoanOutcome {
    /// Reads an outcome from the text of `toJSON`, in this process or another one.
    ///
    /// - Throws: `DefactoError.validation` when the text is not an outcome.
    public static func fromJSON(_ text: String) throws -> LoanOutcome {
        try loanOutcomeFromJson(text: text)
    }
}

extension LoanOptions {
    /// Requests the loan and waits for the decision, for at most `wait` seconds in all.
    ///
    /// Most loans are decided within 20 seconds, some in two working days. Allow 60 seconds to survive a
    /// failure.
    public static func waitUntilDecided(_ wait: TimeInterval) -> LoanOptions {
        LoanOptions(wait: wait)
    }

    /// Requests the loan without waiting: the outcome is `pending`, unless it is decided already.
    public static var asynchronous: LoanOptions { LoanOptions() }
}

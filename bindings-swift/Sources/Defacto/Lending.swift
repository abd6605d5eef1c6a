import Foundation

extension Client {
    /// Requests a loan and, if wanted, waits for the decision and accepts the offer: the second job, made safe. Blocks.
    ///
    /// It validates the request. With an invoice in the options, that one comes first: found by its number and seller,
    /// or created, handed in and waited for until it is verified. Then it sends `POST /loans` with the salt of the
    /// request, again with the same salt while its outcome is unknown; waits for the decision; and accepts an offer when
    /// the options say so. A decline is a value, in each of the forms in which the API gives it.
    ///
    /// Safe to repeat: the same request holds its `saltId`, so it is the same loan. One that is built anew, by a job that
    /// runs again for instance, is the same by `NewLoan.forKey`. An equal request without a salt or key of yours is the
    /// same loan as well while the outcome of the first one is unknown to its caller, through any client of this process.
    /// An invoice in the options needs its number and its seller for that.
    ///
    /// - Throws: `DefactoError.validation` with every problem when the request cannot pass (nothing was sent) or is
    ///   refused, at `/salt_id` also when its salt was sent with another request; `.authentication`; `.interrupted`;
    ///   `.transport`, `.timeout` or `.api` when the API stays out of reach. `saltId` is set unless nothing was sent.
    public func requestLoan(_ newLoan: NewLoan, options: LoanOptions = LoanOptions()) throws -> LoanOutcome {
        try native.requestLoan(newLoan: newLoan, options: options)
    }

    /// Requests a loan and, if wanted, waits for the decision and accepts the offer: the second job, made safe. See the
    /// blocking twin.
    ///
    /// Cancelling the task ends the wait with `DefactoError.interrupted`. What was sent may have taken effect all the
    /// same: go on by the same request, which holds the error's `saltId`.
    public func requestLoan(_ newLoan: NewLoan, options: LoanOptions = LoanOptions()) async throws -> LoanOutcome {
        try await run { try await $0.requestLoanAsync(newLoan: newLoan, options: options, stop: $1) }
    }

    /// Follows a loan: gives it at once, and again whenever its status has changed, until it is closed, declined,
    /// cancelled or deleted. States may be skipped between two looks; `loans.listEvents` has them all.
    ///
    /// Sends nothing before the first item is asked for. What fails for a passing reason is asked again; safe to
    /// repeat.
    public func track(_ loanId: UUID, options: TrackOptions = TrackOptions()) -> LoanTracker {
        LoanTracker(
            begin: { [native] in native.track(loanId: loanId, options: options) },
            suspending: { [native] in native.trackAsync(loanId: loanId, options: options, stop: $0) })
    }

    /// Says in words why a company, a loan or an invoice was declined: the vendor's text for one of its denial codes
    /// (`denialReason`, `statusReason`, `DenialReason.code`), or nothing when the vendor does not know the code.
    ///
    /// The list of codes changes, so it is read from the API at the first question and kept for an hour; a code that is
    /// not on it is asked for by itself. A language that the vendor does not translate to gets the English text. Blocks
    /// when the list has to be read; safe to repeat.
    ///
    /// - Throws: As every call: `.authentication`, `.transport`, `.timeout`, `.api`.
    public func explain(_ code: String, in language: Language) throws -> String? {
        try native.explain(code: code, language: language)
    }

    /// Says in words why a company, a loan or an invoice was declined. See the blocking twin.
    public func explain(_ code: String, in language: Language) async throws -> String? {
        try await run { try await $0.explainAsync(code: code, language: language, stop: $1) }
    }
}

/// A loan at each of its status changes, the first time as it is now.
///
/// ```swift
/// for try await loan in client.track(id) { print(loan.status) }
/// ```
///
/// It ends with the loan's last status, when the time is over, and after an error. Every loop begins anew. Outside
/// asynchronous code keep it in a variable and ask for `next()`.
public struct LoanTracker: AsyncSequence, Sendable {
    /// What it gives.
    public typealias Element = Loan

    private let begin: @Sendable () -> NativeLoanTracker
    private let suspending: @Sendable (CancelToken) -> NativeLoanChanges
    private var tracker: NativeLoanTracker?

    init(
        begin: @escaping @Sendable () -> NativeLoanTracker,
        suspending: @escaping @Sendable (CancelToken) -> NativeLoanChanges
    ) {
        (self.begin, self.suspending) = (begin, suspending)
    }

    /// The loan at its next status change; nothing after the last. Blocks.
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
        fileprivate let begin: @Sendable (CancelToken) -> NativeLoanChanges
        private let stop = CancelToken()
        private var changes: NativeLoanChanges?

        fileprivate init(begin: @escaping @Sendable (CancelToken) -> NativeLoanChanges) {
            self.begin = begin
        }

        /// The loan at its next status change; nothing after the last. Cancelling the task ends the wait with
        /// `DefactoError.interrupted`.
        public mutating func next() async throws -> Loan? {
            let current = changes ?? begin(stop)
            changes = current
            return try await stoppable(by: stop) { try await current.next() }
        }
    }
}

extension LoanOutcome {
    /// Reads an outcome that `toJSON` wrote, in this process or another one.
    ///
    /// - Throws: `DefactoError.validation` when the text is none.
    public static func fromJSON(_ text: String) throws -> LoanOutcome {
        try loanOutcomeFromJson(text: text)
    }
}

extension LoanOptions {
    /// Requests and waits at most this long, in seconds and all in all, for the decision.
    ///
    /// Most loans are decided within 20 seconds, some take two working days. Allow 60 to survive a failure on the way.
    public static func waitUntilDecided(_ wait: TimeInterval) -> LoanOptions {
        LoanOptions(wait: wait)
    }

    /// Requests and does not wait for the decision: the outcome is `pending`, unless it is decided already.
    public static var asynchronous: LoanOptions { LoanOptions() }
}

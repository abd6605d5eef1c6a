import Foundation

extension Client {
    /// Called at every step of an enrolment: by a blocking call on its own thread, by a suspended one on a thread of the
    /// library. It must not block.
    public typealias ProgressHandler = @Sendable (EnrollmentProgress) -> Void

    /// Enrols a company and, if wanted, waits for its credit line. Blocks.
    ///
    /// Validates the request. Looks for an active borrower of the same company and continues with it;
    /// otherwise sends `POST /borrowers`. If the outcome of that call is unknown (504, time-out, broken
    /// connection), looks the company up until the API must have finished, before it sends again. With
    /// `EnrollOptions.waitUntilReady`, polls `GET /credit_lines` until the line exists.
    ///
    /// Safe to repeat: the same company is not enrolled twice, by any client of this process, nor by any
    /// process with the same `Store`. One case needs your help: the outcome is still unknown (`pending`
    /// without a borrower, or an error with `outcomeUnknown`), and a process without that store continues.
    /// Give it the token, by `EnrollOptions.resume` or `resumeEnrollment`, so that it does not send too
    /// early. If borrowers exist that may be the company, the outcome is `ambiguous`.
    ///
    /// - Throws: `DefactoError.validation` with every problem when the request is invalid (nothing was sent)
    ///   or is refused for another reason than missing data; `.authentication`; `.interrupted`; `.transport`,
    ///   `.timeout` or `.api` when the API cannot be reached. `resumeToken` is set when the enrolment may
    ///   continue in spite of the error.
    public func enroll(
        _ newBorrower: NewBorrower, options: EnrollOptions = EnrollOptions(), onProgress: ProgressHandler? = nil
    ) throws -> Enrollment {
        try native.enroll(
            newBorrower: newBorrower, options: options, progress: onProgress.map(ClosureProgress.init))
    }

    /// Enrols a company and, if wanted, waits for its credit line. See the blocking twin.
    ///
    /// Cancelling the task ends the wait with `DefactoError.interrupted`. A request that was sent may still
    /// take effect: continue with the error's `resumeToken`, or enrol again with the same client.
    public func enroll(
        _ newBorrower: NewBorrower, options: EnrollOptions = EnrollOptions(), onProgress: ProgressHandler? = nil
    ) async throws -> Enrollment {
        try await run {
            try await $0.enrollAsync(
                newBorrower: newBorrower, options: options, progress: onProgress.map(ClosureProgress.init), stop: $1)
        }
    }

    /// Continues an enrolment that was `pending`, in this process or another one. Blocks; safe to repeat.
    /// Sends reads only.
    ///
    /// - Throws: `DefactoError.validation` when the token is invalid; `.notFound` when the API has created no
    ///   borrower: enrol the company again then. Otherwise as `enroll`.
    public func resumeEnrollment(
        _ resume: String, options: EnrollOptions = EnrollOptions(), onProgress: ProgressHandler? = nil
    ) throws -> Enrollment {
        try native.resumeEnrollment(
            resume: resume, options: options, progress: onProgress.map(ClosureProgress.init))
    }

    /// Continues an enrolment that was `pending`, in this process or another one. Safe to repeat. Sends reads
    /// only.
    ///
    /// - Throws: As the blocking twin.
    public func resumeEnrollment(
        _ resume: String, options: EnrollOptions = EnrollOptions(), onProgress: ProgressHandler? = nil
    ) async throws -> Enrollment {
        try await run {
            try await $0.resumeEnrollmentAsync(
                resume: resume, options: options, progress: onProgress.map(ClosureProgress.init), stop: $1)
        }
    }

    /// Continues the enrolment of a company by its number alone, without a token: waits for the credit line
    /// of its active borrower. Blocks; safe to repeat. Sends reads only.
    ///
    /// If you have a token, use `resumeEnrollment`: a token also knows of a call that may still take effect.
    ///
    /// - Throws: `DefactoError.notFound` when the API has no active borrower with this number. Otherwise as `enroll`.
    public func followEnrollment(
        _ identifier: String, options: EnrollOptions = EnrollOptions(), onProgress: ProgressHandler? = nil
    ) throws -> Enrollment {
        try native.followEnrollment(
            identifier: identifier, options: options, progress: onProgress.map(ClosureProgress.init))
    }

    /// Continues the enrolment of a company by its number alone, without a token: waits for the credit line
    /// of its active borrower. Safe to repeat. Sends reads only.
    ///
    /// - Throws: As the blocking twin.
    public func followEnrollment(
        _ identifier: String, options: EnrollOptions = EnrollOptions(), onProgress: ProgressHandler? = nil
    ) async throws -> Enrollment {
        try await run {
            try await $0.followEnrollmentAsync(
                identifier: identifier, options: options, progress: onProgress.map(ClosureProgress.init), stop: $1)
        }
    }
}

extension Enrollment {
    /// Reads an outcome from the text of `toJSON`, in this process or another one.
    ///
    /// - Throws: `DefactoError.validation` when the text is not an outcome.
    public static func fromJSON(_ text: String) throws -> Enrollment {
        try enrollmentFromJson(text: text)
    }
}

extension EnrollOptions {
    /// Enrols synchronously and waits for the credit line, for at most `wait` seconds in all.
    ///
    /// The API usually takes 4 to 8 seconds and at most 30; allow 60 seconds to survive a failure on the way.
    public static func waitUntilReady(_ wait: TimeInterval) -> EnrollOptions {
        EnrollOptions(wait: wait)
    }

    /// Enrols without waiting for the line: the outcome is `pending`, unless it is known already.
    public static var asynchronous: EnrollOptions { EnrollOptions() }
}

extension NewBorrower {
    /// Reads an enrolment from JSON and returns all of its problems. Sends nothing.
    public static func checkJSON(_ text: String, directDebit: Bool? = nil) -> CheckedRequest {
        checkNewBorrowerJson(text: text, directDebit: directDebit)
    }
}

private final class ClosureProgress: NativeProgressListener {
    private let handler: Client.ProgressHandler

    init(_ handler: @escaping Client.ProgressHandler) {
        self.handler = handler
    }

    func onProgress(progress: EnrollmentProgress) {
        handler(progress)
    }
}

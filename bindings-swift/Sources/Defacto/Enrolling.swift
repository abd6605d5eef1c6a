import Foundation

extension Client {
    /// Called at every step of an enrolment: by a blocking call on its own thread, by a suspended one on a thread of the
    /// library. It must not block.
    public typealias ProgressHandler = @Sendable (EnrollmentProgress) -> Void

    /// Enrols a company and, if wanted, waits for its credit line: the main job, made safe. Blocks.
    ///
    /// It validates the request; looks for an active borrower of the same company and goes on with that one; else
    /// sends `POST /borrowers`. When the outcome of that call is unknown (504, time-out, broken connection) it looks
    /// the company up until the API must have finished, and only then sends the call again. With
    /// `EnrollOptions.waitUntilReady` it polls `GET /credit_lines` until the line is there.
    ///
    /// Safe to repeat: the same company is not enrolled twice, by any client of this process, nor by any process that uses
    /// the same `Store`. One case needs your help: when the outcome is still unknown (`pending` without a borrower, or an
    /// error with `outcomeUnknown`) and a process without that store goes on, give it the token, by
    /// `EnrollOptions.resume` or `resumeEnrollment`, so that it does not send too early. Borrowers that may be the company
    /// and cannot be told from it are `ambiguous`, and nothing is sent then.
    ///
    /// - Throws: `DefactoError.validation` with every problem when the request cannot pass (nothing was sent) or is
    ///   refused for another reason than missing data; `.authentication`; `.interrupted`; `.transport`, `.timeout` or
    ///   `.api` when the API stays out of reach. `resumeToken` is set when the enrolment may go on in spite of it.
    public func enroll(
        _ newBorrower: NewBorrower, options: EnrollOptions = EnrollOptions(), onProgress: ProgressHandler? = nil
    ) throws -> Enrollment {
        try native.enroll(
            newBorrower: newBorrower, options: options, progress: onProgress.map(ClosureProgress.init))
    }

    /// Enrols a company and, if wanted, waits for its credit line: the main job, made safe. See the blocking twin.
    ///
    /// Cancelling the task ends the wait with `DefactoError.interrupted`. What was sent may have taken effect all the
    /// same: go on with the error's `resumeToken`, or simply enrol again with the same client.
    public func enroll(
        _ newBorrower: NewBorrower, options: EnrollOptions = EnrollOptions(), onProgress: ProgressHandler? = nil
    ) async throws -> Enrollment {
        try await run {
            try await $0.enrollAsync(
                newBorrower: newBorrower, options: options, progress: onProgress.map(ClosureProgress.init), stop: $1)
        }
    }

    /// Goes on with an enrolment that was `pending`, in this process or another one. Blocks; safe to repeat. It sends
    /// reads only.
    ///
    /// - Throws: `DefactoError.validation` when the token is none; `.notFound` when the API turns out to have created no
    ///   borrower: enrol the company again then. Otherwise as `enroll`.
    public func resumeEnrollment(
        _ resume: String, options: EnrollOptions = EnrollOptions(), onProgress: ProgressHandler? = nil
    ) throws -> Enrollment {
        try native.resumeEnrollment(
            resume: resume, options: options, progress: onProgress.map(ClosureProgress.init))
    }

    /// Goes on with an enrolment that was `pending`, in this process or another one. Safe to repeat. It sends reads
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

    /// Goes on with the enrolment of a company by its number alone, where no token was kept: waits for the credit line
    /// of its active borrower. Blocks; safe to repeat. It sends reads only.
    ///
    /// With a token use `resumeEnrollment`: it also knows of a call that may still take effect.
    ///
    /// - Throws: `DefactoError.notFound` when the API has no active borrower with this number. Otherwise as `enroll`.
    public func followEnrollment(
        _ identifier: String, options: EnrollOptions = EnrollOptions(), onProgress: ProgressHandler? = nil
    ) throws -> Enrollment {
        try native.followEnrollment(
            identifier: identifier, options: options, progress: onProgress.map(ClosureProgress.init))
    }

    /// Goes on with the enrolment of a company by its number alone, where no token was kept: waits for the credit line
    /// of its active borrower. Safe to repeat. It sends reads only.
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
    /// Reads an outcome that `toJSON` wrote, in this process or another one.
    ///
    /// - Throws: `DefactoError.validation` when the text is none.
    public static func fromJSON(_ text: String) throws -> Enrollment {
        try enrollmentFromJson(text: text)
    }
}

extension EnrollOptions {
    /// Enrols synchronously, and waits at most this long, in seconds and all in all, for the credit line.
    ///
    /// The API takes 4 to 8 seconds as a rule and 30 at most; allow 60 to survive a failure on the way.
    public static func waitUntilReady(_ wait: TimeInterval) -> EnrollOptions {
        EnrollOptions(wait: wait)
    }

    /// Enrols and does not wait for the line: the outcome is `pending`, unless something is known already.
    public static var asynchronous: EnrollOptions { EnrollOptions() }
}

extension NewBorrower {
    /// Reads an enrolment from JSON and finds everything that is wrong with it. Sends nothing.
    public static func checkJSON(_ text: String, directDebit: Bool? = nil) -> CheckedRequest {
        checkNewBorrowerJson(text: text, directDebit: directDebit)
    }
}

private final class ClosureProgress: ProgressListener {
    private let handler: Client.ProgressHandler

    init(_ handler: @escaping Client.ProgressHandler) {
        self.handler = handler
    }

    func onProgress(progress: EnrollmentProgress) {
        handler(progress)
    }
}

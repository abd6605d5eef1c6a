package com.getdefacto.sdk

import kotlinx.coroutines.flow.Flow
import java.util.UUID

/**
 * A client of the Defacto API for coroutines: what [Client] does, suspending.
 *
 * A call that waits holds no thread: one thread of the library drives all calls of the process, however many there
 * are. Of a portfolio one more thread reads the companies. Cancelling a coroutine ends its call within 50 milliseconds and closes the
 * connection; what was sent may take effect all the same. The cause of the cancellation then holds the library's
 * exception, of an enrolment with the token, of a loan request with the salt to go on with. Catch the
 * `CancellationException` around the call for it: `withTimeout` throws one of its own.
 */
public class AsyncClient internal constructor(native: NativeClient) : AsyncAreas(native), AutoCloseable {
    /**
     * Makes a client; sends nothing.
     *
     * @param apiKey the key from the dashboard.
     * @param environment which system it talks to; `Environment.of("http://127.0.0.1:8080")` is one of your own.
     * @param store keeps what is wanted before it is sent, as in [Client].
     * @throws DefactoException.Configuration when the key, the URL, the proxy or a certificate cannot be used.
     */
    public constructor(
        apiKey: String,
        environment: Environment,
        options: ClientOptions = ClientOptions(),
        store: Store? = null,
    ) : this(Client(apiKey, environment, options, store).native)

    /** The URL that all paths are appended to. */
    public val baseUrl: String get() = native.baseUrl()

    /**
     * Enrols a company and, if wanted, waits for its credit line: the main job, made safe. See [Client.enroll].
     *
     * @param progress is told about every step, on a thread of the library. It must not block; what it throws ends the
     *   enrolment.
     * @throws DefactoException.Validation with every problem when the request cannot pass.
     */
    public suspend fun enroll(
        newBorrower: NewBorrower,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): Enrollment =
        suspendedListening(progress) { listener, stop -> native.enrollAsync(newBorrower, options, listener, stop) }

    /**
     * Goes on with an enrolment that was [Enrollment.Pending], in this process or another one. It sends reads only.
     *
     * @throws DefactoException.Validation when the token is none.
     * @throws DefactoException.NotFound when the API turns out to have created no borrower: enrol the company again.
     */
    public suspend fun resumeEnrollment(
        resume: String,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): Enrollment =
        suspendedListening(progress) { listener, stop -> native.resumeEnrollmentAsync(resume, options, listener, stop) }

    /**
     * Goes on with the enrolment of a company by its number alone, where no token was kept: waits for the credit line
     * of its active borrower. Safe to repeat. It sends reads only. See [Client.followEnrollment].
     *
     * @param identifier the company's number.
     * @throws DefactoException.NotFound when the API has no active borrower with this number.
     */
    public suspend fun followEnrollment(
        identifier: String,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): Enrollment =
        suspendedListening(progress) { listener, stop ->
            native.followEnrollmentAsync(identifier, options, listener, stop)
        }

    /**
     * Enrols many companies: a cold flow of the result of each row as it is known. See [Client.enrollMany].
     *
     * Each collector begins a run and ends it: with the last result, when it is cancelled, and when it wants no more.
     * Nothing is lost by that; the next run with the same store goes on. What the companies' own iterator throws ends
     * the flow as it is. Cancelling waits for that iterator, if it is asked just then.
     *
     * @throws DefactoException.Store when the store cannot be used, or when somebody else works on the same portfolio.
     * @throws DefactoException.Configuration when the portfolio was begun with another environment.
     */
    public fun enrollMany(
        companies: Iterable<NewBorrower>,
        store: Store,
        options: PortfolioOptions = PortfolioOptions(),
    ): Flow<PortfolioResult> = flowOfResults { native.startSuspended(companies::iterator, store, options, it) }

    /** Enrols many companies, safely and repeatably. See the function that takes an iterable. */
    public fun enrollMany(
        companies: Sequence<NewBorrower>,
        store: Store,
        options: PortfolioOptions = PortfolioOptions(),
    ): Flow<PortfolioResult> = flowOfResults { native.startSuspended(companies::iterator, store, options, it) }

    /**
     * Enrols the companies of a file, safely and repeatably. See the function that takes an iterable, and
     * [Client.enrollMany].
     *
     * The run takes the rows, none of which may have been read, so the flow is collected once: open the file again for
     * another run.
     *
     * @throws DefactoException.Configuration when the rows are closed, some were read or a run has them already, or
     *   when the portfolio was begun with another environment.
     * @throws DefactoException.Store when the store cannot be used, or when somebody else works on the same portfolio.
     */
    public fun enrollMany(
        rows: PortfolioRows,
        store: Store,
        options: PortfolioOptions = PortfolioOptions(),
    ): Flow<PortfolioResult> = flowOfResults { native.startSuspended(rows, store, options, it) }

    /**
     * Requests a loan and, if wanted, waits for the decision and accepts the offer: the second job, made safe. See
     * [Client.requestLoan].
     *
     * @throws DefactoException.Validation with every problem when the request cannot pass. Unless nothing was sent,
     *   every exception's `details.saltId` is set.
     */
    public suspend fun requestLoan(newLoan: NewLoan, options: LoanOptions = LoanOptions()): LoanOutcome =
        suspending { native.requestLoanAsync(newLoan, options, it) }

    /**
     * Follows a loan: a cold flow of the loan at each of its status changes, the first time as it is now. See
     * [Client.track]. Cancelling ends a wait within 50 milliseconds.
     */
    public fun track(loanId: UUID, options: TrackOptions = TrackOptions()): Flow<Loan> =
        flowOf({ native.trackAsync(loanId, options, it) }) { it.next() }

    /**
     * Says in words why a company, a loan or an invoice was declined, or null when the vendor does not know the code.
     * See [Client.explain].
     *
     * @throws DefactoException as every call: `Authentication`, `Transport`, `Timeout`, `Api`.
     */
    public suspend fun explain(code: String, language: Language): String? =
        suspending { native.explainAsync(code, language, it) }

    /**
     * Checks the key and the connection: the API's greeting. Safe to repeat.
     *
     * @throws DefactoException.Authentication when the key is not accepted.
     */
    public suspend fun hello(): String = suspending { native.helloAsync(it) }

    /**
     * Calls an endpoint that this library does not know yet.
     *
     * @param query is percent-encoded for you.
     * @param json the text of the body.
     * @throws DefactoException as every operation: an answer outside 2xx is an error.
     */
    public suspend fun request(
        method: String,
        path: String,
        query: Map<String, String> = mapOf(),
        json: String? = null,
    ): RawAnswer = suspending { native.requestAsync(method, path, query, json, it) }

    /**
     * The same client with other options, for some calls; both share the connections.
     *
     * @param cancel stops these calls from another thread.
     */
    public fun withOptions(options: CallOptions = CallOptions(), cancel: CancelToken? = null): AsyncClient =
        AsyncClient(native.withOptions(options, cancel?.native))

    /** Closes the connections, for good. Calls under way, and later ones, end with an error. */
    override fun close(): Unit = native.shutDown()

    /** Shows where it talks to, and no key. */
    override fun toString(): String = "AsyncClient($baseUrl)"

    public companion object {
        /**
         * Makes a client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT` (production, sandbox or a URL).
         *
         * @param store keeps what is wanted before it is sent, as in [Client].
         * @throws DefactoException.Configuration when one of them is missing or cannot be used.
         */
        public fun fromEnv(options: ClientOptions = ClientOptions(), store: Store? = null): AsyncClient =
            AsyncClient(Client.fromEnv(options, store).native)
    }
}

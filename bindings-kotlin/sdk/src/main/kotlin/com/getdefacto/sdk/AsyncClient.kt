package com.getdefacto.sdk

import kotlinx.coroutines.flow.Flow
import java.nio.file.Path
import java.util.UUID

/**
 * A client of the Defacto API for coroutines: the same calls as [Client], suspending.
 *
 * A waiting call holds no thread: one thread of the library drives all calls of the process. A portfolio has
 * one more thread, which reads the companies. Cancelling a coroutine ends its call within 50 milliseconds and
 * closes the connection; a request that was sent may still take effect. The cause of the cancellation is then
 * the library's exception. It holds the token of an enrolment, or the salt of a loan request, to continue
 * with. Catch the `CancellationException` around the call for it: `withTimeout` throws its own.
 */
public class AsyncClient internal constructor(native: NativeClient) : AsyncAreas(native), AutoCloseable {
    /**
     * Creates a client; sends nothing.
     *
     * @param apiKey the key from the dashboard.
     * @param environment the system to call; `Environment.of("http://127.0.0.1:8080")` is a server of your
     *   own.
     * @param store keeps each intent before it is sent, as in [Client].
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
     * Enrols a company and, if wanted, waits for its credit line. See [Client.enroll].
     *
     * @param progress receives every step, on a thread of the library. It must not block; an exception of it
     *   ends the enrolment.
     * @throws DefactoException.Validation with every problem when the request is invalid.
     */
    public suspend fun enroll(
        newBorrower: NewBorrower,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): Enrollment =
        suspendedListening(progress) { listener, stop -> native.enrollAsync(newBorrower, options, listener, stop) }

    /**
     * Continues an enrolment that was [Enrollment.Pending], in this process or another one. Sends reads only.
     *
     * @throws DefactoException.Validation when the token is invalid.
     * @throws DefactoException.NotFound when the API has created no borrower: enrol the company again.
     */
    public suspend fun resumeEnrollment(
        resume: String,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): Enrollment =
        suspendedListening(progress) { listener, stop -> native.resumeEnrollmentAsync(resume, options, listener, stop) }

    /**
     * Continues the enrolment of a company by its number alone, without a token: waits for the credit line of
     * its active borrower. Sends reads only; safe to repeat. See [Client.followEnrollment].
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
     * Enrols many companies: a cold flow of the result of each row. See [Client.enrollMany].
     *
     * Each collector begins a run. The run ends with the last result, when the collector is cancelled, and
     * when it takes no more. Nothing is lost then; the next run with the same store continues. An exception
     * of the companies' own iterator ends the flow unchanged. Cancelling waits for that iterator if it is
     * being called.
     *
     * @throws DefactoException.Store when the store cannot be used, or when another process works on the same
     *   portfolio.
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
     * @throws DefactoException.Store when the store cannot be used, or when another process works on the same
     *   portfolio.
     */
    public fun enrollMany(
        rows: PortfolioRows,
        store: Store,
        options: PortfolioOptions = PortfolioOptions(),
    ): Flow<PortfolioResult> = flowOfResults { native.startSuspended(rows, store, options, it) }

    /**
     * Requests a loan and, if wanted, waits for the decision and accepts the offer. See [Client.requestLoan].
     *
     * @throws DefactoException.Validation with every problem when the request is invalid. Once something was
     *   sent, every exception has `details.saltId`.
     */
    public suspend fun requestLoan(newLoan: NewLoan, options: LoanOptions = LoanOptions()): LoanOutcome =
        suspending { native.requestLoanAsync(newLoan, options, it) }

    /**
     * Follows a loan: a cold flow of the loan as it is now, then at each change of its status. See
     * [Client.track]. Cancelling ends a wait within 50 milliseconds.
     */
    public fun track(loanId: UUID, options: TrackOptions = TrackOptions()): Flow<Loan> =
        flowOf({ native.trackAsync(loanId, options, it) }) { it.next() }

    /**
     * Returns the vendor's text for a denial code, or null for an unknown code, or for none. See [Client.explain].
     *
     * @throws DefactoException as every call: `Authentication`, `Transport`, `Timeout`, `Api`.
     */
    public suspend fun explain(code: String?, language: Language): String? =
        code?.let { known -> suspending { native.explainAsync(known, language, it) } }

    /**
     * Checks the key and the connection, and returns the API's greeting. Safe to repeat.
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
     * Returns the same client with other options, for some calls. Both share the connections.
     *
     * @param cancel stops these calls from another thread.
     */
    public fun withOptions(options: CallOptions = CallOptions(), cancel: CancelToken? = null): AsyncClient =
        AsyncClient(native.withOptions(options, cancel?.native))

    /**
     * What is known about the last answer of this object besides its body; `null` before the first one.
     *
     * Calls at the same time replace each other's. A copy by [withOptions] has its own: take one where it matters. A call
     * that fails has its status and its request id in the exception.
     */
    public val lastAnswer: AnswerInfo? get() = native.lastAnswer()

    /**
     * Replaces the API key by another one of the same account, for this client and its copies. Calls under way keep the
     * old one. Does not block. Resume tokens, and what a store holds, stay valid.
     *
     * @throws DefactoException.Configuration when the key cannot be sent; the old one stays.
     */
    public fun setApiKey(apiKey: String): Unit = native.replaceKey(NativeApiKey.text(apiKey))

    /**
     * Replaces the API key by those that a function provides. Calls it once, and blocks meanwhile. See the function that
     * takes a text.
     *
     * @throws DefactoException.Configuration when the function throws, or its key cannot be sent; the old one stays.
     */
    public fun setApiKey(apiKey: ApiKeyProvider): Unit = native.replaceKey(providedKey(apiKey))

    /**
     * Replaces the API key by one in a file, which is read again after it has changed. Blocks while it is read.
     *
     * @throws DefactoException.Configuration when the file cannot be read, or its key cannot be sent; the old one stays.
     */
    public fun setApiKeyFile(path: Path): Unit = native.replaceKey(NativeApiKey.file(path.toString()))

    /** Closes the connections for good. Calls under way, and later ones, end with an error. */
    override fun close(): Unit = native.shutDown()

    /** Shows the base URL, but no key. */
    override fun toString(): String = "AsyncClient($baseUrl)"

    public companion object {
        /**
         * Creates a client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT` (production, sandbox or a URL).
         *
         * @param store keeps each intent before it is sent, as in [Client].
         * @throws DefactoException.Configuration when one of them is missing or cannot be used.
         */
        public fun fromEnv(options: ClientOptions = ClientOptions(), store: Store? = null): AsyncClient =
            AsyncClient(Client.fromEnv(options, store).native)
    }
}

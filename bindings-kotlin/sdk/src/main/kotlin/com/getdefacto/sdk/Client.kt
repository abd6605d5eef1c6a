package com.getdefacto.sdk

import java.nio.file.Path
import java.util.UUID
import java.util.concurrent.CompletableFuture

/**
 * A client of the Defacto API.
 *
 * Safe to share between threads, and meant to be kept: it holds connections. Every call blocks the calling
 * thread, and ends early when that thread is interrupted. Calls whose names end in `Async` return a
 * `CompletableFuture` instead, and no thread waits for it. The areas of the API are properties:
 * `client.borrowers.get(id)`. The main jobs are [enroll], from a company to its credit line, and
 * [requestLoan], from a request to the decision. With coroutines use [async].
 */
public class Client private constructor(native: NativeClient) : Areas(native), AutoCloseable {
    /**
     * Creates a client; sends nothing.
     *
     * @param apiKey the key from the dashboard.
     * @param environment the system to call; `Environment.of("http://127.0.0.1:8080")` is a server of your
     *   own.
     * @param store keeps each intent of [enroll] and [requestLoan] before it is sent. No process with the
     *   same store sends it twice, and a repetition after a crash resumes it. Without a store, this holds
     *   within one process only. The options of these functions can name another store.
     * @param observer receives the events of every call, for traces and metrics: [OpenTelemetryObserver] for instance.
     * @throws DefactoException.Configuration when the key, the URL, the proxy or a certificate cannot be used.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public constructor(
        apiKey: String,
        environment: Environment,
        options: ClientOptions = ClientOptions(),
        store: Store? = null,
        observer: CallObserver? = null,
    ) : this(opened(NativeApiKey.text(apiKey), environment, options, store, observer))

    /**
     * Creates a client with the key in a file, without blanks and line breaks around it. The file is read again after it
     * has changed. Blocks while it is read; sends nothing. See the constructor that takes a text.
     *
     * @throws DefactoException.Configuration when the file cannot be read, or when its key, the URL, the proxy or a
     *   certificate cannot be used.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public constructor(
        apiKeyFile: Path,
        environment: Environment,
        options: ClientOptions = ClientOptions(),
        store: Store? = null,
        observer: CallObserver? = null,
    ) : this(opened(NativeApiKey.file(apiKeyFile.toString()), environment, options, store, observer))

    /**
     * Creates a client whose key a function provides, such as one that asks a vault. Calls it once; sends nothing. See
     * the constructor that takes a text.
     *
     * @throws DefactoException.Configuration when the function throws, or when its key, the URL, the proxy or a
     *   certificate cannot be used.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public constructor(
        apiKey: ApiKeyProvider,
        environment: Environment,
        options: ClientOptions = ClientOptions(),
        store: Store? = null,
        observer: CallObserver? = null,
    ) : this(opened(providedKey(apiKey), environment, options, store, observer))

    /** The same client for coroutines: the same calls, suspending. */
    @get:JvmName("async")
    public val async: AsyncClient = AsyncClient(native)

    /** The URL that all paths are appended to. */
    public val baseUrl: String get() = native.baseUrl()

    /**
     * Enrols a company and, if wanted, waits for its credit line.
     *
     * Validates the request. Looks for an active borrower of the same company and continues with it;
     * otherwise creates one. If the outcome of that call is unknown (504, time-out, broken connection), looks
     * the company up until the API must have finished, before it sends again. Safe to repeat: the same
     * company is not enrolled twice, by any client of this process, nor by any process with the same store.
     * If borrowers exist that may be the company, the outcome is [Enrollment.Ambiguous].
     *
     * Interrupting the thread ends the wait with [DefactoException.Interrupted]. A request that was sent may
     * still take effect: continue with `details.resumeToken` of the exception, or enrol again.
     *
     * @param progress receives every step, on the calling thread. An exception of it ends the enrolment.
     * @throws DefactoException.Validation with every problem when the request is invalid.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public fun enroll(
        newBorrower: NewBorrower,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): Enrollment = listening(progress) { native.enroll(newBorrower, options, it) }

    /**
     * Enrols a company and, if wanted, waits for its credit line, for Java. Does not block: no thread waits meanwhile.
     * See [enroll].
     *
     * @param progress receives every step, on a thread of the library. It must not block; an exception of it
     *   ends the enrolment.
     * @return completed with the outcome, or with a [DefactoException]. Cancelling it ends the call and closes its
     *   connection; the next enrolment of the company takes into account what was sent. A [CancelToken] ends the
     *   call as well, and the exception then holds `details.resumeToken`.
     */
    @JvmOverloads
    public fun enrollAsync(
        newBorrower: NewBorrower,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): CompletableFuture<Enrollment> = futureOfAll { async.enroll(newBorrower, options, progress) }

    /**
     * Continues an enrolment that was [Enrollment.Pending], in this process or another one. Sends reads only.
     *
     * @throws DefactoException.Validation when the token is invalid.
     * @throws DefactoException.NotFound when the API has created no borrower: enrol the company again.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public fun resumeEnrollment(
        resume: String,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): Enrollment = listening(progress) { native.resumeEnrollment(resume, options, it) }

    /**
     * Continues an enrolment that was [Enrollment.Pending], for Java. Does not block. See [resumeEnrollment].
     */
    @JvmOverloads
    public fun resumeEnrollmentAsync(
        resume: String,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): CompletableFuture<Enrollment> = futureOfAll { async.resumeEnrollment(resume, options, progress) }

    /**
     * Continues the enrolment of a company by its number alone, without a token: waits for the credit line of
     * its active borrower. Sends reads only; safe to repeat.
     *
     * If you have a token, use [resumeEnrollment]: a token also knows of a call that may still take effect.
     *
     * @param identifier the company's number.
     * @throws DefactoException.NotFound when the API has no active borrower with this number.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public fun followEnrollment(
        identifier: String,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): Enrollment = listening(progress) { native.followEnrollment(identifier, options, it) }

    /**
     * Continues the enrolment of a company by its number, for Java. Does not block. See [followEnrollment].
     */
    @JvmOverloads
    public fun followEnrollmentAsync(
        identifier: String,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): CompletableFuture<Enrollment> = futureOfAll { async.followEnrollment(identifier, options, progress) }

    /**
     * Enrols many companies of a portfolio, up to `maxInFlight` of the options at the same time. Blocks on
     * the store, but not for the companies: iterating over the returned run does.
     *
     * Every step is written to the store before it is taken, so a run may end at any moment, by an error, a
     * signal or a power cut. The next run with the same store, name and companies continues: it sends nothing
     * for companies that have an outcome, and looks up those whose outcome is unknown. A company gets one
     * borrower, however often that happens. Companies are sent asynchronously, and their lines are listed
     * together, a hundred a call. The run waits while the API is down. Memory does not grow with the number
     * of companies.
     *
     * @param companies numbered from 1 on. A thread of the run iterates over them; their exception ends the
     *   run, and the iteration throws it unchanged.
     * @throws DefactoException.Store when the store cannot be used, or when another process works on the same
     *   portfolio.
     * @throws DefactoException.Configuration when the portfolio was begun with another environment.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public fun enrollMany(
        companies: Iterator<NewBorrower>,
        store: Store,
        options: PortfolioOptions = PortfolioOptions(),
    ): PortfolioRun = native.startMany(companies, store, options)

    /**
     * Begins to enrol many companies, for Java. Does not block; safe to repeat. See [enrollMany].
     *
     * ```java
     * client.enrollManyAsync(companies, store).thenCompose(run -> run.forEachAsync(result -> {}));
     * ```
     *
     * @return completed with the run, whose [PortfolioRun.forEachAsync] holds no thread either; or with a
     *   [DefactoException], or what the companies have thrown. Cancelling it ends a run that begins; one that has begun is
     *   ended by the future of its `forEachAsync`.
     */
    @JvmOverloads
    public fun enrollManyAsync(
        companies: Iterable<NewBorrower>,
        store: Store,
        options: PortfolioOptions = PortfolioOptions(),
    ): CompletableFuture<PortfolioRun> = futureOfRun { enrollMany(companies, store, options) }

    /** Begins to enrol many companies, for Java. See the function that takes an iterable. */
    @JvmOverloads
    public fun enrollManyAsync(
        companies: Iterator<NewBorrower>,
        store: Store,
        options: PortfolioOptions = PortfolioOptions(),
    ): CompletableFuture<PortfolioRun> = futureOfRun { enrollMany(companies, store, options) }

    /** Begins to enrol the companies of a file, for Java. Does not block. See the function that takes an iterable. */
    @JvmOverloads
    public fun enrollManyAsync(
        rows: PortfolioRows,
        store: Store,
        options: PortfolioOptions = PortfolioOptions(),
    ): CompletableFuture<PortfolioRun> = futureOfRun { enrollMany(rows, store, options) }

    /** Enrols many companies, safely and repeatably. See the function that takes an iterator. */
    @JvmOverloads
    @Throws(DefactoException::class)
    public fun enrollMany(
        companies: Iterable<NewBorrower>,
        store: Store,
        options: PortfolioOptions = PortfolioOptions(),
    ): PortfolioRun = enrollMany(companies.iterator(), store, options)

    /** Enrols many companies, safely and repeatably. See the function that takes an iterator. */
    @JvmOverloads
    @Throws(DefactoException::class)
    public fun enrollMany(
        companies: Sequence<NewBorrower>,
        store: Store,
        options: PortfolioOptions = PortfolioOptions(),
    ): PortfolioRun = enrollMany(companies.iterator(), store, options)

    /**
     * Enrols the companies of a file, safely and repeatably. See the function that takes an iterator.
     *
     * The run takes the rows, none of which may have been read, and closes the file at its end. Results name the lines
     * of the file; a row that is invalid has a result with its problems, and nothing is sent for it.
     *
     * @throws DefactoException.Configuration when the rows are closed, some were read or a run has them already, or
     *   when the portfolio was begun with another environment.
     * @throws DefactoException.Store when the store cannot be used, or when another process works on the same
     *   portfolio.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public fun enrollMany(
        rows: PortfolioRows,
        store: Store,
        options: PortfolioOptions = PortfolioOptions(),
    ): PortfolioRun = native.startMany(rows, store, options)

    /**
     * Requests a loan and, if wanted, waits for the decision and accepts the offer.
     *
     * Validates the request. If the options have an invoice, finds it by number and seller or creates it,
     * submits it and waits until it is verified. Then sends `POST /loans` with the salt of the request, and
     * again with the same salt while the outcome is unknown. Waits for the decision, and accepts an offer if
     * the options say so. A decline is a value, in whichever form the API sends it. Blocks up to the options'
     * `wait`.
     *
     * Safe to repeat: the same request holds the same `saltId`, so it is the same loan. For a request that is
     * built anew, for example by a job that runs again, use [NewLoan.forKey]. An equal request without a salt
     * or key of yours is the same loan, too, while the outcome of the first one is unknown, through any
     * client of this process. An invoice in the options needs its number and seller for that.
     *
     * @throws DefactoException.Validation with every problem when the request is invalid, or when its salt
     *   was sent with another request (at `/salt_id`). Once something was sent, every exception has
     *   `details.saltId`, also that of an interrupted thread.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public fun requestLoan(newLoan: NewLoan, options: LoanOptions = LoanOptions()): LoanOutcome =
        calling { native.requestLoan(newLoan, options) }

    /**
     * Requests a loan and, if wanted, waits for the decision and accepts the offer, for Java. Does not block: no thread
     * waits meanwhile. See [requestLoan].
     *
     * @return completed with the outcome, or with a [DefactoException]. Cancelling it ends the call and closes its
     *   connection; the same request is the same loan.
     */
    @JvmOverloads
    public fun requestLoanAsync(
        newLoan: NewLoan,
        options: LoanOptions = LoanOptions(),
    ): CompletableFuture<LoanOutcome> = futureOfAll { async.requestLoan(newLoan, options) }

    /**
     * Follows a loan: returns it at once, and again after each status change, until it is closed, declined,
     * cancelled or deleted. Polls may miss a state; `loans.listEvents` has all of them.
     *
     * Sends nothing before the first item is requested; each item blocks. Polls again after a passing error.
     * Safe to repeat.
     */
    @JvmOverloads
    public fun track(loanId: UUID, options: TrackOptions = TrackOptions()): LoanTracker =
        LoanTracker({ native.track(loanId, options) }, { async.track(loanId, options) })

    /**
     * Returns the vendor's text for a denial code (`denialReason`, `statusReason`, `DenialReason.code`): why
     * a company, a loan or an invoice was declined. Returns null for an unknown code, or for none.
     *
     * The list of codes is read from the API and cached for an hour; a code that is not in it is read by
     * itself. Blocks if it calls the API; safe to repeat.
     *
     * @throws DefactoException.Validation for a language in which the vendor has no texts: nothing is sent.
     * @throws DefactoException as every call: `Authentication`, `Transport`, `Timeout`, `Api`.
     */
    @Throws(DefactoException::class)
    public fun explain(code: String?, language: Language): String? =
        code?.let { calling { native.explain(it, language) } }

    /** Returns the vendor's text for a denial code, for Java. Does not block. See [explain]. */
    public fun explainAsync(code: String?, language: Language): CompletableFuture<String?> =
        futureOfAll { async.explain(code, language) }

    /**
     * Checks the key and the connection, and returns the API's greeting. Blocks; safe to repeat.
     *
     * @throws DefactoException.Authentication when the key is not accepted.
     */
    @Throws(DefactoException::class)
    public fun hello(): String = calling { native.hello() }

    /** Checks the key and the connection, for Java. Does not block; safe to repeat. See [hello]. */
    public fun helloAsync(): CompletableFuture<String> = futureOfAll { async.hello() }

    /**
     * Calls an endpoint that this library does not know yet. Blocks.
     *
     * @param query is percent-encoded for you.
     * @param json the text of the body.
     * @throws DefactoException as every operation: an answer outside 2xx is an error.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public fun request(
        method: String,
        path: String,
        query: Map<String, String> = mapOf(),
        json: String? = null,
    ): RawAnswer = calling { native.request(method, path, query, json) }

    /** Calls an endpoint that this library does not know yet, for Java. Does not block. See [request]. */
    @JvmOverloads
    public fun requestAsync(
        method: String,
        path: String,
        query: Map<String, String> = mapOf(),
        json: String? = null,
    ): CompletableFuture<RawAnswer> = futureOfAll { async.request(method, path, query, json) }

    /**
     * Returns the same client with other options, for some calls. Both share the connections.
     *
     * @param cancel stops these calls from another thread.
     */
    @JvmOverloads
    public fun withOptions(options: CallOptions = CallOptions(), cancel: CancelToken? = null): Client =
        Client(native.withOptions(options, cancel?.native))

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
    @Throws(DefactoException::class)
    public fun setApiKey(apiKey: String): Unit = native.replaceKey(NativeApiKey.text(apiKey))

    /**
     * Replaces the API key by those that a function provides. Calls it once. See the function that takes a text.
     *
     * @throws DefactoException.Configuration when the function throws, or its key cannot be sent; the old one stays.
     */
    @Throws(DefactoException::class)
    public fun setApiKey(apiKey: ApiKeyProvider): Unit = native.replaceKey(providedKey(apiKey))

    /**
     * Replaces the API key by one in a file, which is read again after it has changed. Blocks while it is read.
     *
     * @throws DefactoException.Configuration when the file cannot be read, or its key cannot be sent; the old one stays.
     */
    @Throws(DefactoException::class)
    public fun setApiKeyFile(path: Path): Unit = native.replaceKey(NativeApiKey.file(path.toString()))

    /** Closes the connections for good. Calls under way, and later ones, end with an error. */
    override fun close(): Unit = native.shutDown()

    /** Shows the base URL, but no key. */
    override fun toString(): String = "Client($baseUrl)"

    public companion object {
        /**
         * Creates a client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT` (production, sandbox or a URL).
         *
         * @param store keeps each intent before it is sent, as in the constructor.
         * @param observer receives the events of every call, as in the constructor.
         * @throws DefactoException.Configuration when one of them is missing or cannot be used.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(DefactoException::class)
        public fun fromEnv(
            options: ClientOptions = ClientOptions(),
            store: Store? = null,
            observer: CallObserver? = null,
        ): Client =
            Client(
                NativeClient.fromEnv(options, store?.native, LANGUAGE, Interruption, observer?.let(::ObserverBridge)),
            )

        /** Creates the native client. Releases the key's object, of which the core keeps what it needs. */
        private fun opened(
            apiKey: NativeApiKey,
            environment: Environment,
            options: ClientOptions,
            store: Store?,
            observer: CallObserver?,
        ): NativeClient =
            apiKey.use { key ->
                val bridge = observer?.let(::ObserverBridge)
                NativeClient(key, environment, options, store?.native, LANGUAGE, Interruption, bridge)
            }

        /** The name of the language in the user agent. */
        private val LANGUAGE: String
            get() = if (isAndroid) "android" else "java/" + System.getProperty("java.version")
    }
}

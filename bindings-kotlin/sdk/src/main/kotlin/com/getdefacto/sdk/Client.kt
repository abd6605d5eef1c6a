package com.getdefacto.sdk

import java.util.UUID
import java.util.concurrent.CompletableFuture

/**
 * A client of the Defacto API.
 *
 * Safe to share between threads, and meant to be kept: it holds connections. Every call blocks the calling thread and
 * ends early when that thread is interrupted, but those whose names end in `Async`: they return a `CompletableFuture`, and
 * no thread waits for it. The areas of the API are properties, `client.borrowers.get(id)`; the main
 * jobs are [enroll], from a company to its credit line, and [requestLoan], from a request to the decision. With
 * coroutines use [async].
 */
public class Client private constructor(native: NativeClient) : Areas(native), AutoCloseable {
    /**
     * Makes a client; sends nothing.
     *
     * @param apiKey the key from the dashboard.
     * @param environment which system it talks to; `Environment.of("http://127.0.0.1:8080")` is one of your own.
     * @param store keeps what is wanted before it is sent, for [enroll] and [requestLoan]: no other process that uses the
     *   store does it twice, and a repetition after a crash goes on. Without a store that holds within this process
     *   alone. Their options can name another store.
     * @throws DefactoException.Configuration when the key, the URL, the proxy or a certificate cannot be used.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public constructor(
        apiKey: String,
        environment: Environment,
        options: ClientOptions = ClientOptions(),
        store: Store? = null,
    ) : this(NativeClient(apiKey, environment, options, store?.native, LANGUAGE, Interruption))

    /** The same client for coroutines: the same calls, suspending. */
    @get:JvmName("async")
    public val async: AsyncClient = AsyncClient(native)

    /** The URL that all paths are appended to. */
    public val baseUrl: String get() = native.baseUrl()

    /**
     * Enrols a company and, if wanted, waits for its credit line: the main job, made safe.
     *
     * It validates the request, looks for an active borrower of the same company and goes on with that one, or creates
     * one. When the outcome of that is unknown (504, time-out, broken connection) it looks the company up until the API
     * must have finished, and only then sends the call again. Safe to repeat: the same company is not enrolled twice, by
     * any client of this process, nor by any process that uses the same store. Borrowers that may be the company and
     * cannot be told from it are [Enrollment.Ambiguous], and nothing is sent then.
     *
     * An interrupted thread ends the wait with [DefactoException.Interrupted]. What was sent may have taken effect all the
     * same: go on with `details.resumeToken` of the exception, or enrol again.
     *
     * @param progress is told about every step, on the calling thread. What it throws ends the enrolment.
     * @throws DefactoException.Validation with every problem when the request cannot pass.
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
     * @param progress is told about every step, on a thread of the library. It must not block; what it throws ends the
     *   enrolment.
     * @return completed with the outcome, or with a [DefactoException]. Cancelling it ends the call and closes its
     *   connection; the next enrolment of the company knows of what was sent. A [CancelToken] ends the call as well, and
     *   the exception then holds `details.resumeToken`.
     */
    @JvmOverloads
    public fun enrollAsync(
        newBorrower: NewBorrower,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): CompletableFuture<Enrollment> = futureOfAll { async.enroll(newBorrower, options, progress) }

    /**
     * Goes on with an enrolment that was [Enrollment.Pending], in this process or another one. It sends reads only.
     *
     * @throws DefactoException.Validation when the token is none.
     * @throws DefactoException.NotFound when the API turns out to have created no borrower: enrol the company again.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public fun resumeEnrollment(
        resume: String,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): Enrollment = listening(progress) { native.resumeEnrollment(resume, options, it) }

    /** Goes on with an enrolment that was [Enrollment.Pending], for Java. Does not block. See [resumeEnrollment]. */
    @JvmOverloads
    public fun resumeEnrollmentAsync(
        resume: String,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): CompletableFuture<Enrollment> = futureOfAll { async.resumeEnrollment(resume, options, progress) }

    /**
     * Goes on with the enrolment of a company by its number alone, where no token was kept: waits for the credit line
     * of its active borrower. Safe to repeat. It sends reads only.
     *
     * With a token use [resumeEnrollment]: it also knows of a call that may still take effect.
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

    /** Goes on with the enrolment of a company by its number, for Java. Does not block. See [followEnrollment]. */
    @JvmOverloads
    public fun followEnrollmentAsync(
        identifier: String,
        options: EnrollOptions = EnrollOptions(),
        progress: ProgressListener? = null,
    ): CompletableFuture<Enrollment> = futureOfAll { async.followEnrollment(identifier, options, progress) }

    /**
     * Enrols many companies: all of a portfolio, up to `maxInFlight` of the options at the same time. Blocks on the store,
     * and does not wait for the companies; the run that it gives does, while it is iterated.
     *
     * Every step stands in the store before it is taken. So a run may end at any moment, by an error, a signal or a
     * power cut; the next one with the same store, name and companies goes on, sends nothing for companies that have
     * their outcome, and looks up what was in doubt. There is one borrower a company, however often that happens.
     * Companies are sent asynchronously, and their lines are asked for together, a hundred in a call. While the API is
     * down it waits. Memory does not grow with the number of companies.
     *
     * @param companies are numbered from 1 on. A thread of the run asks for them; what it meets there ends the run, and
     *   the iteration throws it as it is.
     * @throws DefactoException.Store when the store cannot be used, or when somebody else works on the same portfolio.
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
     * @throws DefactoException.Store when the store cannot be used, or when somebody else works on the same portfolio.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public fun enrollMany(
        rows: PortfolioRows,
        store: Store,
        options: PortfolioOptions = PortfolioOptions(),
    ): PortfolioRun = native.startMany(rows, store, options)

    /**
     * Requests a loan and, if wanted, waits for the decision and accepts the offer: the second job, made safe.
     *
     * It validates the request. With an invoice in the options, that one comes first: found by its number and seller,
     * or created, handed in and waited for until it is verified. Then it sends `POST /loans` with the salt of the
     * request, again with the same salt while its outcome is unknown; waits for the decision; and accepts an offer when
     * the options say so. A decline is a value, in each of the forms in which the API gives it. Blocks up to the options'
     * `wait`.
     *
     * Safe to repeat: the same request holds its `saltId`, so it is the same loan. One that is built anew, by a job that
     * runs again for instance, is the same by [NewLoan.forKey]. An equal request without a salt or key of yours is the
     * same loan as well while the outcome of the first one is unknown to its caller, through any client of this process.
     * An invoice in the options needs its number and its seller for that.
     *
     * @throws DefactoException.Validation with every problem when the request cannot pass, at `/salt_id` also when its
     *   salt was sent with another request. Unless nothing was sent, every exception's `details.saltId` is set, also
     *   that of an interrupted thread.
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
     * Follows a loan: gives it at once, and again whenever its status has changed, until it is closed, declined,
     * cancelled or deleted. States may be skipped between two looks; `loans.listEvents` has them all.
     *
     * Sends nothing before the first item is asked for; each item blocks. What fails for a passing reason is asked
     * again; safe to repeat.
     */
    @JvmOverloads
    public fun track(loanId: UUID, options: TrackOptions = TrackOptions()): LoanTracker =
        LoanTracker({ native.track(loanId, options) }, { async.track(loanId, options) })

    /**
     * Says in words why a company, a loan or an invoice was declined: the vendor's text for one of its denial codes
     * (`denialReason`, `statusReason`, `DenialReason.code`), or null when the vendor does not know the code.
     *
     * The list of codes changes, so it is read from the API at the first question and kept for an hour; a code that is
     * not on it is asked for by itself. A language that the vendor does not translate to gets the English text. Blocks
     * when the list has to be read; safe to repeat.
     *
     * @throws DefactoException as every call: `Authentication`, `Transport`, `Timeout`, `Api`.
     */
    @Throws(DefactoException::class)
    public fun explain(code: String, language: Language): String? = calling { native.explain(code, language) }

    /** Says in words why a company, a loan or an invoice was declined, for Java. Does not block. See [explain]. */
    public fun explainAsync(code: String, language: Language): CompletableFuture<String?> =
        futureOfAll { async.explain(code, language) }

    /**
     * Checks the key and the connection: the API's greeting. Blocks; safe to repeat.
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
     * The same client with other options, for some calls; both share the connections.
     *
     * @param cancel stops these calls from another thread.
     */
    @JvmOverloads
    public fun withOptions(options: CallOptions = CallOptions(), cancel: CancelToken? = null): Client =
        Client(native.withOptions(options, cancel?.native))

    /** Closes the connections, for good. Calls under way, and later ones, end with an error. */
    override fun close(): Unit = native.shutDown()

    /** Shows where it talks to, and no key. */
    override fun toString(): String = "Client($baseUrl)"

    public companion object {
        /**
         * Makes a client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT` (production, sandbox or a URL).
         *
         * @param store keeps what is wanted before it is sent, as in the constructor.
         * @throws DefactoException.Configuration when one of them is missing or cannot be used.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(DefactoException::class)
        public fun fromEnv(options: ClientOptions = ClientOptions(), store: Store? = null): Client =
            Client(NativeClient.fromEnv(options, store?.native, LANGUAGE, Interruption))

        /** What the user agent says about the program. */
        private val LANGUAGE: String
            get() {
                val android = System.getProperty("java.vm.name") == "Dalvik"
                return if (android) "android" else "java/" + System.getProperty("java.version")
            }
    }
}

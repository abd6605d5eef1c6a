package com.getdefacto.sdk

import kotlinx.coroutines.flow.Flow
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import java.util.stream.Stream

/**
 * Pending enrolments: companies that wait for their credit line.
 *
 * The id in `CreditLine.CREATED` is not that of a borrower, so one event does not reliably tell whose line
 * exists. Therefore each poll lists the lines of all waiting companies, a hundred a call. An event only says
 * when to poll ([notify]); without events it polls by itself, with growing pauses. Events that come close
 * together cause one poll. The store keeps the enrolments, so they survive a restart; with a store for
 * several machines, these share the work. Safe to share between threads. With coroutines use [async].
 */
public class PendingEnrollments private constructor(private val native: NativePendingEnrollments) : AutoCloseable {
    /**
     * Opens the pending enrolments in the store under the name in the options. Sends nothing.
     */
    @JvmOverloads
    public constructor(client: Client, store: Store, options: PendingOptions = PendingOptions()) :
        this(NativePendingEnrollments(client.native, store.native, options))

    /** The same enrolments and events for coroutines. */
    @get:JvmName("async")
    public val async: AsyncPendingEnrollments = AsyncPendingEnrollments(native)

    /**
     * Adds a [Enrollment.Pending] enrolment; any other outcome needs no polling and is not added. Returns
     * true if it was added. Blocks on the store; safe to repeat.
     *
     * @throws DefactoException.Store when the store cannot be used.
     * @throws DefactoException.Validation when the token is invalid.
     * @throws DefactoException.Configuration when it, or the enrolments under this name, belong to another
     *   API.
     */
    @Throws(DefactoException::class)
    public fun add(enrollment: Enrollment): Boolean = calling { native.add(enrollment) }

    /** Adds an enrolment that is [Enrollment.Pending], for Java. Does not block. See [add]. */
    public fun addAsync(enrollment: Enrollment): CompletableFuture<Boolean> =
        futureOf { native.addAsync(enrollment, it) }

    /**
     * Adds an enrolment by its resume token. Blocks on the store; safe to repeat.
     *
     * @throws DefactoException.Store when the store cannot be used.
     * @throws DefactoException.Validation when the token is invalid.
     * @throws DefactoException.Configuration when it, or the enrolments under this name, belong to another
     *   API.
     */
    @Throws(DefactoException::class)
    public fun addToken(resume: String): Unit = calling { native.addToken(resume) }

    /** Adds an enrolment by its resume token, for Java. Does not block. See [addToken]. */
    public fun addTokenAsync(resume: String): CompletableFuture<Void?> =
        futureOf {
            native.addTokenAsync(resume, it)
            null
        }

    /**
     * Schedules a poll in [resolutions] or [watch] if [event] may announce a credit line. Returns true if it
     * does. Does not block and sends nothing, so a webhook handler can call it before it answers.
     */
    public fun notify(event: WebhookEvent): Boolean = native.notify(event)

    /** Returns the number of pending enrolments. Blocks on the store. */
    @Throws(DefactoException::class)
    public fun size(): Long = calling { native.size() }

    /** Returns the number of pending enrolments, for Java. Does not block. */
    public fun sizeAsync(): CompletableFuture<Long> = futureOf { native.sizeAsync(it) }

    /** Returns true if no enrolment is pending. Blocks on the store. */
    @Throws(DefactoException::class)
    public fun isEmpty(): Boolean = size() == 0L

    /**
     * Returns the resolutions one by one. Ends when no enrolment is pending, or after [wait].
     *
     * @param wait how long to wait in all; without it until no enrolment is pending.
     */
    @JvmOverloads
    public fun resolutions(wait: Duration? = null): Resolutions =
        Resolutions({ native.resolutions(wait) }, { async.resolutions(wait) })

    /**
     * As [resolutions], but without an end: for a thread of a service that gets new enrolments at any time.
     */
    public fun watch(): Resolutions = Resolutions({ native.watch() }, async::watch)

    /** Releases the store. Iterators that wait keep it until they end; what is pending stays in it. */
    override fun close(): Unit = native.close()
}

/** Pending enrolments for coroutines. See [PendingEnrollments]. */
public class AsyncPendingEnrollments internal constructor(private val native: NativePendingEnrollments) :
    AutoCloseable {
    /** Opens the pending enrolments in the store under the name in the options. Sends nothing. */
    public constructor(client: AsyncClient, store: Store, options: PendingOptions = PendingOptions()) :
        this(NativePendingEnrollments(client.native, store.native, options))

    /**
     * Adds a [Enrollment.Pending] enrolment; any other outcome needs no polling and is not added. Returns
     * true if it was added. Safe to repeat.
     *
     * @throws DefactoException.Store when the store cannot be used.
     * @throws DefactoException.Validation when the token is invalid.
     * @throws DefactoException.Configuration when it, or the enrolments under this name, belong to another
     *   API.
     */
    public suspend fun add(enrollment: Enrollment): Boolean = suspending { native.addAsync(enrollment, it) }

    /**
     * Adds an enrolment by its resume token. Safe to repeat.
     *
     * @throws DefactoException.Store when the store cannot be used.
     * @throws DefactoException.Validation when the token is invalid.
     * @throws DefactoException.Configuration when it, or the enrolments under this name, belong to another
     *   API.
     */
    public suspend fun addToken(resume: String): Unit = suspending { native.addTokenAsync(resume, it) }

    /**
     * Schedules a poll if [event] may announce a credit line. Does not block. See
     * [PendingEnrollments.notify].
     */
    public fun notify(event: WebhookEvent): Boolean = native.notify(event)

    /** Returns the number of pending enrolments. */
    public suspend fun size(): Long = suspending { native.sizeAsync(it) }

    /** Returns true if no enrolment is pending. */
    public suspend fun isEmpty(): Boolean = size() == 0L

    /**
     * Returns the resolutions as a cold flow. Ends when no enrolment is pending, or after [wait]. Cancelling
     * ends a wait within 50 milliseconds.
     *
     * A resolution counts as delivered when the next one is requested, so collect the flow without a buffer.
     * One that was not delivered, because the flow was cancelled or only its `first()` was taken, is
     * delivered again by the next flow.
     */
    public fun resolutions(wait: Duration? = null): Flow<Resolution> =
        flowOf({ native.resolutionsAsync(wait, it) }) { it.next() }

    /** As [resolutions], but without an end. */
    public fun watch(): Flow<Resolution> = flowOf({ native.watchAsync(it) }) { it.next() }

    /** Releases the store, as [PendingEnrollments.close]. */
    override fun close(): Unit = native.close()
}

/**
 * Resolutions one by one. The time begins anew with each iterator. Iterating blocks until the next one.
 *
 * A resolution counts as delivered when the next one is requested. Until then it is delivered again: by the
 * next iterator if this one is gone, and after a restart if the program dies. A passing error (a time-out, a
 * 5xx) is not thrown: a later poll follows. Iterating throws a [DefactoException] when the store cannot be
 * used, when the enrolments belong to another environment, when the key is not accepted, and when it is
 * interrupted. Several threads may share the work, each with its own iterator.
 */
public class Resolutions internal constructor(
    private val begin: () -> NativeResolutions,
    private val beginAsync: () -> Flow<Resolution>,
) : Iterable<Resolution> {
    /** The resolutions one by one. Blocks until the next one. Close the iterator if you leave early. */
    override fun iterator(): CloseableIterator<Resolution> = iteratorOf(begin) { it.next() }

    /** The same as a stream. Blocks until the next one. Close the stream if you leave early. */
    public fun stream(): Stream<Resolution> = iterator().stream()

    /**
     * Calls [action] with each resolution, for Java. Does not block: no thread waits meanwhile. A resolution
     * counts as delivered when [action] has returned.
     *
     * @return completed after the last one; cancelling it ends the wait.
     */
    public fun forEachAsync(action: Consumer<in Resolution>): CompletableFuture<Void?> =
        futureOfEach(beginAsync(), action)
}

package com.getdefacto.sdk

import kotlinx.coroutines.flow.Flow
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import java.util.stream.Stream
import java.util.stream.StreamSupport

/**
 * Enrolments that wait for their credit line.
 *
 * `CreditLine.CREATED` names a borrower that nobody knows, so no single event can be trusted to tell whose line is
 * there. This asks for the lines of all companies that wait, a hundred in a call, and tells which are there. An event
 * only says when to ask ([notify]); without events it asks by itself, ever less often. Events that come close together
 * lead to one question. What waits is kept in the store, so it survives restarts; with a store for several machines
 * they share the work. Safe to share between threads. With coroutines use [async].
 */
public class PendingEnrollments private constructor(private val native: NativePendingEnrollments) {
    /**
     * The enrolments that wait in the store, under the name of the options. Sends nothing.
     */
    @JvmOverloads
    public constructor(client: Client, store: Store, options: PendingOptions = PendingOptions()) :
        this(NativePendingEnrollments(client.native, store.native, options))

    /** The same for coroutines: they wait for the same enrolments, and hear of the same events. */
    @get:JvmName("async")
    public val async: AsyncPendingEnrollments = AsyncPendingEnrollments(native)

    /**
     * Adds an enrolment that is [Enrollment.Pending]; any other outcome needs no waiting, and is not added. Says
     * whether it was. Blocks on the store; safe to repeat.
     *
     * @throws DefactoException.Store when it cannot be kept.
     * @throws DefactoException.Validation when the token is none.
     * @throws DefactoException.Configuration when it, or those who wait under this name, are of another environment.
     */
    @Throws(DefactoException::class)
    public fun add(enrollment: Enrollment): Boolean = calling { native.add(enrollment) }

    /** Adds an enrolment that is [Enrollment.Pending], for Java. Does not block. See [add]. */
    public fun addAsync(enrollment: Enrollment): CompletableFuture<Boolean> =
        futureOf { native.addAsync(enrollment, it) }

    /**
     * Adds an enrolment by its resume token. Blocks on the store; safe to repeat.
     *
     * @throws DefactoException.Store when it cannot be kept.
     * @throws DefactoException.Validation when the token is none.
     * @throws DefactoException.Configuration when it, or those who wait under this name, are of another environment.
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
     * Hears of an event: one that may mean a new line leads to a look, soon, by whoever waits in [resolutions] or
     * [watch]. Says whether it does. Does not block and sends nothing, so it can be called while a webhook is answered.
     */
    public fun notify(event: WebhookEvent): Boolean = native.notify(event)

    /** How many enrolments wait. Blocks on the store. */
    @Throws(DefactoException::class)
    public fun size(): Long = calling { native.size() }.toLong()

    /** How many enrolments wait, for Java. Does not block. */
    public fun sizeAsync(): CompletableFuture<Long> = futureOf { native.sizeAsync(it).toLong() }

    /** Whether no enrolment waits. Blocks on the store. */
    @Throws(DefactoException::class)
    public fun isEmpty(): Boolean = size() == 0L

    /**
     * Gives each resolution as it comes, until nobody waits any longer or the time is over; then it ends.
     *
     * @param wait how long to wait in all; without it until nobody waits.
     */
    @JvmOverloads
    public fun resolutions(wait: Duration? = null): Resolutions =
        Resolutions({ native.resolutions(wait) }, { async.resolutions(wait) })

    /** As [resolutions], but it does not end when nobody waits: for a thread of a service that others add to. */
    public fun watch(): Resolutions = Resolutions({ native.watch() }, async::watch)
}

/** Enrolments that wait for their credit line, for coroutines. See [PendingEnrollments]. */
public class AsyncPendingEnrollments internal constructor(private val native: NativePendingEnrollments) {
    /** The enrolments that wait in the store, under the name of the options. Sends nothing. */
    public constructor(client: AsyncClient, store: Store, options: PendingOptions = PendingOptions()) :
        this(NativePendingEnrollments(client.native, store.native, options))

    /**
     * Adds an enrolment that is [Enrollment.Pending]; any other outcome needs no waiting, and is not added. Says
     * whether it was. Safe to repeat.
     *
     * @throws DefactoException.Store when it cannot be kept.
     * @throws DefactoException.Validation when the token is none.
     * @throws DefactoException.Configuration when it, or those who wait under this name, are of another environment.
     */
    public suspend fun add(enrollment: Enrollment): Boolean = suspending { native.addAsync(enrollment, it) }

    /**
     * Adds an enrolment by its resume token. Safe to repeat.
     *
     * @throws DefactoException.Store when it cannot be kept.
     * @throws DefactoException.Validation when the token is none.
     * @throws DefactoException.Configuration when it, or those who wait under this name, are of another environment.
     */
    public suspend fun addToken(resume: String): Unit = suspending { native.addTokenAsync(resume, it) }

    /** Hears of an event, and says whether it leads to a look. Does not block. See [PendingEnrollments.notify]. */
    public fun notify(event: WebhookEvent): Boolean = native.notify(event)

    /** How many enrolments wait. */
    public suspend fun size(): Long = suspending { native.sizeAsync(it) }.toLong()

    /** Whether no enrolment waits. */
    public suspend fun isEmpty(): Boolean = size() == 0L

    /**
     * Each resolution as it comes, until nobody waits any longer or the time is over: a cold flow. Cancelling ends a
     * wait within 50 milliseconds.
     *
     * A resolution counts as handed over when the next one is asked for, so collect it without a buffer in between. One
     * that was not, because the flow was cancelled or only its `first()` was wanted, comes once more from the next
     * flow.
     */
    public fun resolutions(wait: Duration? = null): Flow<Resolution> =
        flowOf({ native.resolutionsAsync(wait, it) }) { it.next() }

    /** As [resolutions], but it does not end when nobody waits. */
    public fun watch(): Flow<Resolution> = flowOf({ native.watchAsync(it) }) { it.next() }
}

/**
 * Resolutions as they come; the time begins anew with each iterator, and iterating blocks until the next one.
 *
 * A resolution counts as handed over when the next one is asked for. Until then it comes once more: from the next
 * iterator once this one is gone, and after the restart when the program dies. An error that passes (a time-out, a 5xx)
 * is not thrown: it looks again later. Iterating throws a [DefactoException] when the store cannot be used, when those
 * who wait are of another environment, when the key is not accepted, and when it is interrupted. Several threads may
 * share the work, each with an iterator of its own.
 */
public class Resolutions internal constructor(
    private val begin: () -> NativeResolutions,
    private val beginAsync: () -> Flow<Resolution>,
) : Iterable<Resolution> {
    /** Resolution after resolution. Blocks until the next one. */
    override fun iterator(): Iterator<Resolution> = iteratorOf(begin) { it.next() }

    /** The same as a stream. Blocks until the next one. */
    public fun stream(): Stream<Resolution> = StreamSupport.stream(spliterator(), false)

    /**
     * Does something with each resolution as it comes, for Java. Does not block: no thread waits meanwhile. A resolution
     * counts as handed over when [action] has returned.
     *
     * @return completed after the last one; cancelling it ends the wait.
     */
    public fun forEachAsync(action: Consumer<in Resolution>): CompletableFuture<Void?> =
        futureOfEach(beginAsync(), action)
}

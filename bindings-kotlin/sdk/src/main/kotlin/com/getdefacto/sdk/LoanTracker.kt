package com.getdefacto.sdk

import kotlinx.coroutines.flow.Flow
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import java.util.stream.Stream

/**
 * A loan as it is now, then at each change of its status. Each iterator begins anew.
 *
 * It ends with the loan's last status, and when the time is over. Iterating throws a [DefactoException] when the loan
 * cannot be read.
 */
public class LoanTracker internal constructor(
    private val begin: () -> NativeLoanTracker,
    private val beginAsync: () -> Flow<Loan>,
) : Iterable<Loan> {
    /** The loan at each status. Blocks until the next one. Close the iterator if you leave early. */
    override fun iterator(): CloseableIterator<Loan> = iteratorOf(begin) { it.next() }

    /** The loan at each status, as a stream. Blocks until the next one. Close the stream if you leave early. */
    public fun stream(): Stream<Loan> = iterator().stream()

    /**
     * Calls [action] with the loan at each status, for Java. Does not block: no thread waits meanwhile.
     *
     * @return completed after the last status; cancelling it ends the wait.
     */
    public fun forEachAsync(action: Consumer<in Loan>): CompletableFuture<Void?> = futureOfEach(beginAsync(), action)
}

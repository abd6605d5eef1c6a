package com.getdefacto.sdk

import kotlinx.coroutines.flow.toList
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import java.util.stream.Stream

/** One page of a list. */
public data class Page<T : Any>(
    /** The items. */
    val data: List<T>,
    /** The cursor of the next page. Absent on the last page. */
    val nextPage: String?,
    /** How many items all pages have together. Absent if the API does not count them. */
    val total: Long?,
)

/**
 * A list over all pages. A page is read when its first item is requested. Each iterator begins anew.
 *
 * Iterating throws a [DefactoException] when a page cannot be read.
 */
public class Pages<T : Any> internal constructor(
    private val read: (cursor: String?) -> Page<T>,
    private val readAsync: suspend (cursor: String?, stop: NativeCancelToken) -> Page<T>,
) : Iterable<T> {
    /**
     * Reads one page: the first, or the one that a cursor names. Blocks; safe to repeat.
     *
     * @throws DefactoException when it cannot be read.
     */
    @JvmOverloads
    @Throws(DefactoException::class)
    public fun page(cursor: String? = null): Page<T> = read(cursor)

    /**
     * Reads one page, for Java: the first, or the one that a cursor names. Does not block; safe to repeat. Cancelling
     * the future ends the call.
     */
    @JvmOverloads
    public fun pageAsync(cursor: String? = null): CompletableFuture<Page<T>> = futureOf { readAsync(cursor, it) }

    /** All items, one after the other. Blocks whenever a page is read. Close the iterator if you leave early. */
    override fun iterator(): CloseableIterator<T> = iteratorOf({ PagesLeft(read) }) { it.next() }

    /** All items as a stream. Blocks whenever a page is read. Close the stream if you leave early. */
    public fun stream(): Stream<T> = iterator().stream()

    /** All items at once. Blocks. */
    public fun all(): List<T> = toList()

    /** All items at once, for Java. Does not block; cancelling the future ends the call. */
    public fun allAsync(): CompletableFuture<List<T>> = futureOfAll { flowOfPages(readAsync).toList() }

    /**
     * Calls [action] with each item, for Java. Does not block: no thread waits for a page.
     *
     * @return completed after the last item; cancelling it ends the reading.
     */
    public fun forEachAsync(action: Consumer<in T>): CompletableFuture<Void?> =
        futureOfEach(flowOfPages(readAsync), action)
}

/** The items that are left of a list. It ends with an error if its pages form a circle. */
private class PagesLeft<T : Any>(private val read: (cursor: String?) -> Page<T>) : AutoCloseable {
    private val cursors = NativeCursors()
    private var page = Page<T>(listOf(), null, null)
    private var items = page.data.iterator()
    private var isBegun = false

    fun next(): T? {
        while (!items.hasNext()) {
            if (isBegun && page.nextPage == null) return null
            page = read(page.nextPage)
            isBegun = true
            items = page.data.iterator()
            page.nextPage?.let(cursors::pass)
        }
        return items.next()
    }

    override fun close() = cursors.close()
}

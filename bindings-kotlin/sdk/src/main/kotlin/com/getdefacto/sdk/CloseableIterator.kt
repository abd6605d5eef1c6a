package com.getdefacto.sdk

import java.util.Spliterator
import java.util.Spliterators
import java.util.stream.Stream
import java.util.stream.StreamSupport

/**
 * Items that are read while they are needed. The end of the iteration releases what it holds, and so does an exception.
 * [close] the iterator if you leave early; it then has no further item.
 */
public interface CloseableIterator<out T> : Iterator<T>, AutoCloseable {
    /** Releases what the iterator holds. Does not block; safe to repeat. */
    override fun close()
}

/** Returns the items of a native object one by one. Begins when the first one is requested. */
internal fun <N : AutoCloseable, T : Any> iteratorOf(begin: () -> N, next: (N) -> T?): CloseableIterator<T> =
    NativeIterator(begin, next)

/** Returns the items as a stream, which closes the iterator when it is closed. */
internal fun <T : Any> CloseableIterator<T>.stream(): Stream<T> {
    val items = Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED or Spliterator.NONNULL)
    return StreamSupport.stream(items, false).onClose(::close)
}

private class NativeIterator<N : AutoCloseable, T : Any>(private val begin: () -> N, private val following: (N) -> T?) :
    CloseableIterator<T> {
    private var native: N? = null
    private var ahead: T? = null
    private var isOver = false

    override fun hasNext(): Boolean {
        if (ahead == null && !isOver) ahead = take()
        return ahead != null
    }

    override fun next(): T {
        if (!hasNext()) throw NoSuchElementException("there is no further item")
        return ahead!!.also { ahead = null }
    }

    /** Reads one item. An exception is thrown once, and ends the iteration. */
    private fun take(): T? {
        var item: T? = null
        try {
            item = calling { following(native ?: begin().also { native = it }) }
        } finally {
            if (item == null) close()
        }
        return item
    }

    override fun close() {
        isOver = true
        ahead = null
        native?.close()
    }
}

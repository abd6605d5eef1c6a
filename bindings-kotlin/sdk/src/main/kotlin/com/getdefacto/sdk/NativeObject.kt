package com.getdefacto.sdk

import java.nio.ByteBuffer
import java.util.concurrent.atomic.AtomicLong

/** Marks the constructors that take a handle of the core. */
internal object ByHandle

/**
 * An object of the core, by its handle. It is freed once, when it is closed and no call uses it any more, or some time
 * after the program dropped it.
 */
internal abstract class NativeObject(
    private val handle: Long,
    private val clone: Int,
    free: Int,
) : AutoCloseable {
    private val cleanable = cleaner.register(this, Freeing(handle, free))
    private var closed = false

    /** The calls under way, and one until the object is closed. */
    private val uses = AtomicLong(1)

    /** Frees the object when the last call under way has ended. */
    @Synchronized
    override fun close() {
        if (closed) return
        closed = true
        leave()
    }

    /** Calls with a handle of its own, which the callee frees. Throws if the object is closed. */
    inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        enter()
        try {
            return block(cloned())
        } finally {
            leave()
        }
    }

    @PublishedApi
    internal fun cloned(): Long = NativeLibrary.transport.number(CLONE, NativeLibrary.function(clone), handle)

    @PublishedApi
    internal fun enter() {
        do {
            val now = uses.get()
            check(now != 0L) { "${javaClass.simpleName} object has already been destroyed" }
        } while (!uses.compareAndSet(now, now + 1))
    }

    @PublishedApi
    internal fun leave() {
        if (uses.decrementAndGet() == 0L) cleanable.clean()
    }

    /** Frees the object, without a reference to this one. */
    private class Freeing(private val handle: Long, private val free: Int) : Runnable {
        override fun run() {
            NativeLibrary.transport.number(FREE, NativeLibrary.function(free), handle)
        }
    }

    private companion object {
        val cleaner = cleaner()
    }
}

/** Passes an object of the core by a handle that its new owner frees. */
internal abstract class ObjectConverter<T : NativeObject> : ScalarConverter<T>(8) {
    protected abstract fun made(handle: Long): T

    override fun read(buf: ByteBuffer): T = made(buf.getLong())

    override fun write(value: T, out: NativeBytes): Unit = out.putLong(value.callWithHandle { it })
}

/** Runs an action when an object is gone, or before. */
internal interface Cleanable {
    fun clean()
}

internal fun interface Cleaner {
    fun register(owner: Any, action: Runnable): Cleanable
}

private fun cleaner(): Cleaner =
    try {
        Class.forName("java.lang.ref.Cleaner")
        javaCleaner()
    } catch (_: ClassNotFoundException) {
        jnaCleaner()
    }

private fun javaCleaner(): Cleaner {
    val cleaner = java.lang.ref.Cleaner.create()
    return Cleaner { owner, action ->
        val cleanable = cleaner.register(owner, action)
        object : Cleanable {
            override fun clean() = cleanable.clean()
        }
    }
}

/** For Android before version 13. */
private fun jnaCleaner(): Cleaner {
    val cleaner = com.sun.jna.internal.Cleaner.getCleaner()
    return Cleaner { owner, action ->
        val cleanable = cleaner.register(owner, action)
        object : Cleanable {
            override fun clean() = cleanable.clean()
        }
    }
}

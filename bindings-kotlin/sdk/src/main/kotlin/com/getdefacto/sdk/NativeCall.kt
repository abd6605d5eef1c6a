package com.getdefacto.sdk

import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.suspendCancellableCoroutine
import java.nio.ByteBuffer
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicLong
import kotlin.coroutines.resume

/** A value of any length, among the sizes of arguments and results. */
private const val VALUE: Byte = 9

/** A handle, among these sizes. */
private const val HANDLE: Byte = 8

/** A call of the core: its arguments, and what becomes of it. [receiver] is the object that it belongs to. */
internal class NativeCall(private val receiver: NativeObject? = null) : NativeBytes() {
    init {
        if (receiver != null) {
            put(HANDLE)
            putLong(0)
        }
    }

    /** Adds an argument. */
    fun <T> with(converter: FfiConverter<T>, value: T): NativeCall {
        converter.lower(value, this)
        return this
    }

    /** Adds an argument of any length. */
    inline fun value(write: (NativeBytes) -> Unit) {
        put(VALUE)
        val start = length
        putInt(0)
        write(this)
        setLength(start, length - start - 4)
    }

    fun setLength(at: Int, value: Int): Unit = setInt(at, value)

    /** Blocks until the end. Returns the result, or throws the error. */
    fun sent(function: Int, size: Int): ByteBuffer =
        received { NativeLibrary.transport.reply(size, NativeLibrary.function(function), 0, bytes, length) }

    /** Suspends until the end. Returns the result, or throws the error. */
    suspend fun awaited(function: Int, size: Int): ByteBuffer {
        val transport = NativeLibrary.transport
        val address = NativeLibrary.function(function)
        val future = addressed { transport.number(BEGIN, address, 0, bytes, length) }
        try {
            while (true) {
                val reply = suspendCancellableCoroutine { Waiting.poll(future, size, it) }
                if (reply != null) return checked(reply)
            }
        } finally {
            transport.number(RELEASE, future, size.toLong())
        }
    }

    private inline fun received(call: () -> ByteArray?): ByteBuffer =
        checked(addressed(call) ?: throw InternalException("the native library gave no result"))

    /** Calls with a handle of the receiver, which the core frees. */
    private inline fun <R> addressed(call: () -> R): R {
        if (receiver == null) return call()
        return receiver.callWithHandle { handle ->
            setInt(1, (handle shr 32).toInt())
            setInt(5, handle.toInt())
            call()
        }
    }
}

/** Returns the result of a call, after its status. */
private fun checked(reply: ByteArray): ByteBuffer {
    val buffer = ByteBuffer.wrap(reply)
    when (buffer.get()) {
        SUCCESS -> return buffer
        ERROR -> throw FfiConverterTypeDefactoError.lift(buffer)
        else -> throw InternalException(if (buffer.hasRemaining()) FfiConverterString.lift(buffer) else "Rust panic")
    }
}

/** The coroutines that wait for the core, by numbers that it knows. */
internal object Waiting {
    private val numbers = AtomicLong()
    private val coroutines = ConcurrentHashMap<Long, CancellableContinuation<ByteArray?>>()

    /** Polls a future: resumes the coroutine with its end, or with null when it is to be polled again. */
    fun poll(future: Long, size: Int, coroutine: CancellableContinuation<ByteArray?>) {
        val number = numbers.incrementAndGet()
        coroutines[number] = coroutine
        val reply = NativeLibrary.transport.reply(size, future, number, null, -1) ?: return
        coroutines.remove(number)
        coroutine.resume(reply)
    }

    /** Called by the core when a future can be polled again. */
    fun wake(number: Long) {
        coroutines.remove(number)?.resume(null)
    }
}

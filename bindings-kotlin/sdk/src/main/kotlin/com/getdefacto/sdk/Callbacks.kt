package com.getdefacto.sdk

import java.nio.ByteBuffer
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicLong

/** The codes of a call's end. */
internal const val SUCCESS: Byte = 0
internal const val ERROR: Byte = 1
private const val UNEXPECTED: Byte = 2

/** Among the numbers of methods: the object is not used any more, and there is to be another handle of it. */
private const val FREED = -1
private const val CLONED = -2

/**
 * Passes objects that the core calls. The native library has a function for each method; [kinds] are the sizes of the
 * parameters and results. [init] is the number of the function that takes them.
 */
internal abstract class CallbackConverter<T : Any>(init: Int, kinds: String) : ScalarConverter<T>(8) {
    init {
        val names = kinds.toByteArray()
        val done = NativeLibrary.transport.number(REGISTER, NativeLibrary.function(init), 0, names, names.size)
        check(done == 1L) { "the native library has no functions for $kinds" }
    }

    /** Calls a method, and writes its result. */
    abstract fun call(target: T, method: Int, arguments: ByteBuffer, answer: NativeBytes)

    override fun read(buf: ByteBuffer): T = throw InternalException("the core does not return callbacks")

    override fun write(value: T, out: NativeBytes): Unit = out.putLong(Callbacks.add(Target(value, this)))
}

/** An object that the core calls. */
internal class Target<T : Any>(private val value: T, private val converter: CallbackConverter<T>) {
    fun call(method: Int, arguments: ByteBuffer, answer: NativeBytes): Unit =
        converter.call(value, method, arguments, answer)
}

/** The objects that the core calls, by their handles. */
internal object Callbacks {
    // uniffi knows handles of other languages by their lowest bit.
    private val handles = AtomicLong(1)
    private val targets = ConcurrentHashMap<Long, Target<*>>()

    fun add(target: Target<*>): Long = handles.getAndAdd(2).also { targets[it] = target }

    /** Calls a method of the object behind [handle]. Returns the code and the result. */
    fun call(method: Int, handle: Long, arguments: ByteArray): NativeBytes {
        val answer = NativeBytes().apply { put(SUCCESS) }
        // No exception may pass through native code.
        try {
            when (method) {
                FREED -> targets.remove(handle)
                CLONED -> answer.putLong(add(target(handle)))
                else -> target(handle).call(method, ByteBuffer.wrap(arguments), answer)
            }
            return answer
        } catch (error: DefactoException) {
            return failure(ERROR) { FfiConverterTypeDefactoError.write(error, it) }
        } catch (problem: Throwable) {
            return failure(UNEXPECTED) { it.put(problem.stackTraceToString().toByteArray()) }
        }
    }

    private fun target(handle: Long) = targets[handle] ?: throw InternalException("no object has the handle $handle")

    private inline fun failure(code: Byte, write: (NativeBytes) -> Unit) =
        NativeBytes().apply {
            put(code)
            write(this)
        }
}

package com.getdefacto.sdk

// What `Transport.number` does. The native library knows the same numbers: `src/door.rs`.
internal const val OPEN = 0
internal const val FIND = 1
internal const val BEGIN = 2
internal const val CLONE = 3
internal const val FREE = 4
internal const val REGISTER = 5
internal const val RELEASE = 6

internal val NO_BYTES = ByteArray(0)

/** A way into the native library: by JNI, or by JNA where that is not possible. Addresses and handles are numbers. */
internal interface Transport {
    /** Does what has a number as its result. */
    fun number(what: Int, first: Long, second: Long, bytes: ByteArray, length: Int): Long

    fun number(what: Int, first: Long, second: Long): Long = number(what, first, second, NO_BYTES, 0)

    /**
     * Calls the function at the address [first] with the [bytes] as its arguments, or polls the future [first] for the
     * coroutine [second] if they are null. [size] is that of the result. Returns the code of the call's end and its
     * result; null if there is none yet.
     */
    fun reply(size: Int, first: Long, second: Long, bytes: ByteArray?, length: Int): ByteArray?
}

/** By JNI. The native library knows the names of this class and of its functions. */
internal object JniTransport : Transport {
    external override fun number(what: Int, first: Long, second: Long, bytes: ByteArray, length: Int): Long

    external override fun reply(size: Int, first: Long, second: Long, bytes: ByteArray?, length: Int): ByteArray?

    /** Lets the native library call back. Returns false if it cannot. */
    external fun attach(): Boolean

    /** Called by the native library. */
    @JvmStatic
    fun called(method: Int, handle: Long, arguments: ByteArray): ByteArray =
        Callbacks.call(method, handle, arguments).run { bytes.copyOf(length) }

    /** Called by the native library. */
    @JvmStatic
    fun woken(number: Long): Unit = Waiting.wake(number)
}

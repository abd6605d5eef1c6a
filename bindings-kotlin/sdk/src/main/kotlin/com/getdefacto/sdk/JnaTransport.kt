package com.getdefacto.sdk

import com.sun.jna.Callback
import com.sun.jna.CallbackThreadInitializer
import com.sun.jna.FunctionMapper
import com.sun.jna.Library
import com.sun.jna.Native
import com.sun.jna.Pointer
import com.sun.jna.NativeLibrary as JnaLibrary

/** By JNA, which finds and loads the library in its own way: for platforms and programs where JNI cannot be used. */
internal object JnaTransport : Transport {
    // One object: with other options JNA would load the library once more, as another one.
    private val library = loaded(overridden() ?: LIBRARY)

    /** The file that JNA has loaded. */
    val path: String get() = library.file?.path ?: System.mapLibraryName(LIBRARY)

    init {
        // The engine's thread calls back for each finished call, so it stays attached to the JVM.
        Native.setCallbackThreadInitializer(Waking, CallbackThreadInitializer(true, false, "defacto-engine"))
        Functions.attach(Calling, Waking)
    }

    override fun number(what: Int, first: Long, second: Long, bytes: ByteArray, length: Int): Long =
        Functions.number(what, first, second, bytes, length)

    override fun reply(size: Int, first: Long, second: Long, bytes: ByteArray?, length: Int): ByteArray? {
        // Its code, the address of its bytes, and their number.
        val parts = LongArray(3)
        val reply = Functions.reply(size, first, second, bytes ?: NO_BYTES, length, parts) ?: return null
        val (code, address, count) = parts
        val result = ByteArray(1 + count.toInt())
        result[0] = code.toByte()
        Pointer(address).read(0, result, 1, count.toInt())
        Functions.free(reply)
        return result
    }

    private fun loaded(name: String): JnaLibrary {
        val mapper = FunctionMapper { _, method -> "defacto_jna_" + method.name }
        return JnaLibrary.getInstance(name, mapOf(Library.OPTION_FUNCTION_MAPPER to mapper))
    }

    private object Functions {
        init {
            Native.register(Functions::class.java, library)
        }

        external fun number(what: Int, first: Long, second: Long, bytes: ByteArray, length: Int): Long

        external fun reply(
            size: Int,
            first: Long,
            second: Long,
            bytes: ByteArray,
            length: Int,
            parts: LongArray,
        ): Pointer?

        external fun free(reply: Pointer)

        external fun answer(answer: Pointer, bytes: ByteArray, length: Int)

        external fun attach(calling: CallingCallback, waking: WakingCallback)
    }

    internal interface CallingCallback : Callback {
        fun callback(method: Int, handle: Long, arguments: Pointer, length: Int, answer: Pointer)
    }

    internal interface WakingCallback : Callback {
        fun callback(number: Long)
    }

    private object Calling : CallingCallback {
        override fun callback(method: Int, handle: Long, arguments: Pointer, length: Int, answer: Pointer) {
            val made = Callbacks.call(method, handle, arguments.getByteArray(0, length))
            Functions.answer(answer, made.bytes, made.length)
        }
    }

    private object Waking : WakingCallback {
        override fun callback(number: Long): Unit = Waiting.wake(number)
    }
}

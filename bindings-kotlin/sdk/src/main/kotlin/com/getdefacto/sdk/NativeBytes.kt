package com.getdefacto.sdk

/** Values in uniffi's format, as they are written. Numbers are big-endian. */
internal open class NativeBytes {
    /** The bytes, of which the first [length] are written. */
    var bytes = ByteArray(256)
        private set

    var length = 0
        private set

    fun put(value: Byte) {
        reserve(1)
        bytes[length++] = value
    }

    fun putShort(value: Int) {
        put((value shr 8).toByte())
        put(value.toByte())
    }

    fun putInt(value: Int) {
        reserve(4)
        setInt(length, value)
        length += 4
    }

    fun putLong(value: Long) {
        putInt((value shr 32).toInt())
        putInt(value.toInt())
    }

    fun put(value: ByteArray) {
        reserve(value.size)
        value.copyInto(bytes, length)
        length += value.size
    }

    /** Writes a text with its length before it. */
    fun putText(value: String) {
        val start = length
        putInt(0)
        putBare(value)
        setInt(start, length - start - 4)
    }

    /** Writes a text in UTF-8. Throws if it is no valid text. */
    fun putBare(value: String) {
        reserve(value.length)
        var end = length
        for (character in value) {
            if (character.code >= 0x80) return put(encoded(value))
            bytes[end++] = character.code.toByte()
        }
        length = end
    }

    /** Replaces four bytes that are written. */
    protected fun setInt(at: Int, value: Int) {
        bytes[at] = (value shr 24).toByte()
        bytes[at + 1] = (value shr 16).toByte()
        bytes[at + 2] = (value shr 8).toByte()
        bytes[at + 3] = value.toByte()
    }

    private fun reserve(more: Int) {
        if (bytes.size - length < more) bytes = bytes.copyOf(maxOf(2 * bytes.size, length + more))
    }

    private fun encoded(value: String): ByteArray = value.encodeToByteArray(throwOnInvalidSequence = true)
}

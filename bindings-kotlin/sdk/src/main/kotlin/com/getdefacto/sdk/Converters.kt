package com.getdefacto.sdk

import java.math.BigDecimal
import java.nio.Buffer
import java.nio.ByteBuffer
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.util.UUID

/** What a call of the native library should never end with. */
internal class InternalException(text: String) : RuntimeException(text)

/** Reads and writes values in uniffi's format. Those of a type that has any length come as bytes of their own. */
internal interface FfiConverter<T> {
    /** Reads a value among others. */
    fun read(buf: ByteBuffer): T

    /** Writes a value among others. */
    fun write(value: T, out: NativeBytes)

    /** Adds a value to the arguments of a call. */
    fun lower(value: T, call: NativeCall): Unit = call.value { write(value, it) }

    /** Reads the result of a call. */
    fun lift(reply: ByteBuffer): T {
        val value = read(reply)
        if (reply.hasRemaining()) throw InternalException("a result has more bytes than its type")
        return value
    }

    /** Reads an argument of a callback. */
    fun argument(arguments: ByteBuffer): T {
        arguments.getInt()
        return read(arguments)
    }

    /** Writes the result of a callback. */
    fun answer(value: T, out: NativeBytes): Unit = write(value, out)
}

/** Passes what has always as many bytes: numbers and handles. */
internal abstract class ScalarConverter<T>(private val size: Byte) : FfiConverter<T> {
    override fun lower(value: T, call: NativeCall) {
        call.put(size)
        write(value, call)
    }

    override fun argument(arguments: ByteBuffer): T = read(arguments)
}

/** The result of what returns nothing. */
internal object FfiConverterUnit {
    fun lift(@Suppress("UNUSED_PARAMETER") reply: ByteBuffer) {}
}

internal object FfiConverterBoolean : ScalarConverter<Boolean>(1) {
    override fun read(buf: ByteBuffer): Boolean = buf.get() != 0.toByte()

    override fun write(value: Boolean, out: NativeBytes): Unit = out.put(if (value) 1 else 0)
}

// Java has no unsigned numbers. Those beyond its own are negative.

internal object FfiConverterUShort : ScalarConverter<Int>(2) {
    override fun read(buf: ByteBuffer): Int = buf.getShort().toInt() and 0xFFFF

    override fun write(value: Int, out: NativeBytes): Unit = out.putShort(value.notNegative())
}

internal object FfiConverterUInt : ScalarConverter<Int>(4) {
    override fun read(buf: ByteBuffer): Int = buf.getInt()

    override fun write(value: Int, out: NativeBytes): Unit = out.putInt(value.notNegative())
}

internal object FfiConverterULong : ScalarConverter<Long>(8) {
    override fun read(buf: ByteBuffer): Long = buf.getLong()

    override fun write(value: Long, out: NativeBytes): Unit = out.putLong(value.notNegative())
}

internal object FfiConverterLong : ScalarConverter<Long>(8) {
    override fun read(buf: ByteBuffer): Long = buf.getLong()

    override fun write(value: Long, out: NativeBytes): Unit = out.putLong(value)
}

internal object FfiConverterDouble : ScalarConverter<Double>(8) {
    override fun read(buf: ByteBuffer): Double = buf.getDouble()

    override fun write(value: Double, out: NativeBytes): Unit = out.putLong(value.toRawBits())
}

internal object FfiConverterString : FfiConverter<String> {
    override fun read(buf: ByteBuffer): String = text(buf, buf.getInt())

    override fun write(value: String, out: NativeBytes): Unit = out.putText(value)

    // By itself a text has no length before it.

    override fun lower(value: String, call: NativeCall): Unit = call.value { it.putBare(value) }

    override fun lift(reply: ByteBuffer): String = text(reply, reply.remaining())

    override fun argument(arguments: ByteBuffer): String = read(arguments)

    override fun answer(value: String, out: NativeBytes): Unit = out.putBare(value)

    private fun text(buf: ByteBuffer, length: Int): String {
        val start = buf.position()
        buf.skipTo(start + length)
        return String(buf.array(), start, length, Charsets.UTF_8)
    }
}

internal object FfiConverterByteArray : FfiConverter<ByteArray> {
    override fun read(buf: ByteBuffer): ByteArray = ByteArray(buf.getInt()).also { buf.get(it) }

    override fun write(value: ByteArray, out: NativeBytes) {
        out.putInt(value.size)
        out.put(value)
    }
}

internal object FfiConverterDuration : FfiConverter<Duration> {
    override fun read(buf: ByteBuffer): Duration = Duration.ofSeconds(buf.getLong(), buf.getInt().toLong())

    override fun write(value: Duration, out: NativeBytes) {
        require(!value.isNegative) { "a duration is negative" }
        out.putLong(value.seconds)
        out.putInt(value.nano)
    }
}

internal object FfiConverterTypeTimestamp : FfiConverter<Instant> {
    // Before 1970 the fraction counts backwards, too.

    override fun read(buf: ByteBuffer): Instant {
        val seconds = buf.getLong()
        val nanos = buf.getInt().toLong()
        return Instant.ofEpochSecond(seconds, if (seconds >= 0) nanos else -nanos)
    }

    override fun write(value: Instant, out: NativeBytes) {
        val backwards = value.epochSecond < 0 && value.nano > 0
        out.putLong(if (backwards) value.epochSecond + 1 else value.epochSecond)
        out.putInt(if (backwards) 1_000_000_000 - value.nano else value.nano)
    }
}

internal object FfiConverterTypeCivilDate : TextConverter<LocalDate>() {
    override fun read(buf: ByteBuffer): LocalDate {
        val start = buf.position()
        if (buf.getInt() != 10) return read(FfiConverterString.read(buf.apply { skipTo(start) }))
        buf.skipTo(start + 14)
        val digits = buf.array()
        val year = number(digits, start + 4, 4)
        return LocalDate.of(year, number(digits, start + 9, 2), number(digits, start + 12, 2))
    }

    /** Returns the number that these digits write. */
    private fun number(digits: ByteArray, start: Int, count: Int): Int {
        var number = 0
        for (at in start until start + count) number = 10 * number + (digits[at] - '0'.code)
        return number
    }

    override fun read(text: String): LocalDate = LocalDate.parse(text)

    override fun text(value: LocalDate): String = value.toString()
}

internal object FfiConverterTypeDecimal : TextConverter<BigDecimal>() {
    override fun read(text: String): BigDecimal = BigDecimal(text)

    override fun text(value: BigDecimal): String = value.toPlainString()
}

internal object FfiConverterTypeUuid : TextConverter<UUID>() {
    override fun read(text: String): UUID = UUID.fromString(text)

    override fun text(value: UUID): String = value.toString()
}

/** Passes values as their text. */
internal abstract class TextConverter<T> : FfiConverter<T> {
    protected abstract fun read(text: String): T

    protected abstract fun text(value: T): String

    override fun read(buf: ByteBuffer): T = read(FfiConverterString.read(buf))

    override fun write(value: T, out: NativeBytes): Unit = out.putText(text(value))

    override fun lower(value: T, call: NativeCall): Unit = FfiConverterString.lower(text(value), call)

    override fun lift(reply: ByteBuffer): T = read(FfiConverterString.lift(reply))

    override fun argument(arguments: ByteBuffer): T = read(arguments)

    override fun answer(value: T, out: NativeBytes): Unit = out.putBare(text(value))
}

internal object FfiConverterTypeJsonObject : FfiConverter<Map<String, Any?>> {
    override fun read(buf: ByteBuffer): Map<String, Any?> = FfiConverterMapStringTypeJsonValue.read(buf).toPlainMap()

    override fun write(value: Map<String, Any?>, out: NativeBytes): Unit =
        FfiConverterMapStringTypeJsonValue.write(value.toJsonMap(), out)
}

internal inline fun <T> readList(buf: ByteBuffer, item: () -> T): List<T> {
    val size = buf.getInt()
    if (size == 0) return emptyList()
    return ArrayList<T>(size).apply { repeat(size) { add(item()) } }
}

internal inline fun <K, V> readMap(buf: ByteBuffer, key: () -> K, value: () -> V): Map<K, V> {
    val size = buf.getInt()
    if (size == 0) return emptyMap()
    return buildMap(size) { repeat(size) { put(key(), value()) } }
}

/** Moves on. Java 8 has this function in the superclass alone. */
internal fun ByteBuffer.skipTo(position: Int) {
    (this as Buffer).position(position)
}

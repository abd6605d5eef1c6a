package com.getdefacto.tests

import java.io.InputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.net.SocketException
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread

/** A request as received; the names of its headers are in lower case. */
data class Request(val method: String, val target: String, val headers: Map<String, String>, val body: String)

/** The reaction of a canned server to a request. */
sealed interface Answer

/** An answer, after which the connection closes. With [cut] the body ends before its declared length. */
data class Reply(
    val status: Int = 200,
    val body: String = "",
    val headers: Map<String, String> = mapOf(),
    val cut: Boolean = false,
) : Answer {
    fun wire(): ByteArray {
        val bytes = body.toByteArray()
        val length = if (status == 204) mapOf() else mapOf("content-length" to "${bytes.size + if (cut) 1 else 0}")
        val lines = (headers + ("connection" to "close") + length).map { (name, value) -> "$name: $value\r\n" }
        return "HTTP/1.1 $status Canned\r\n${lines.joinToString("")}\r\n".toByteArray() + bytes
    }
}

/** Closes the connection after reading the request. */
object Reset : Answer

/** Reads the request and never answers. It sees when the client closes the connection. */
object Silence : Answer

/** A small HTTP server that behaves as no correct server does. */
class Canned(private val answer: (count: Int, request: Request) -> Answer) : AutoCloseable {
    /** Returns its answers one after the other, and repeats the last one. */
    constructor(vararg answers: Answer) : this({ count, _ -> answers[minOf(count, answers.size - 1)] })

    private val server = ServerSocket(0, 1024, InetAddress.getLoopbackAddress())
    private val silent = CopyOnWriteArrayList<Socket>()
    val requests = CopyOnWriteArrayList<Request>()

    /** How many connections without an answer were closed by the client. */
    val abandoned = AtomicInteger()
    val url = "http://127.0.0.1:${server.localPort}"

    init {
        thread(isDaemon = true) {
            while (!server.isClosed) {
                val socket = try {
                    server.accept()
                } catch (_: SocketException) {
                    break
                }
                thread(isDaemon = true) { socket.use { serve(it) } }
            }
        }
    }

    private fun serve(socket: Socket) {
        try {
            val request = read(socket.getInputStream()) ?: return
            val count = synchronized(requests) { requests.size.also { requests += request } }
            when (val answer = answer(count, request)) {
                is Reply -> socket.getOutputStream().write(answer.wire())
                is Reset -> Unit
                is Silence -> awaitEnd(socket)
            }
        } catch (_: SocketException) {
            // A client may close the connection.
        }
    }

    private fun awaitEnd(socket: Socket) {
        silent += socket
        while (socket.getInputStream().read() >= 0) Unit
        abandoned.incrementAndGet()
    }

    private fun read(stream: InputStream): Request? {
        val first = line(stream).split(' ')
        if (first.size < 2) return null
        val headers = generateSequence { line(stream).ifEmpty { null } }
            .associate { it.substringBefore(':').lowercase() to it.substringAfter(':').trim() }
        val body = stream.readNBytes(headers["content-length"]?.toInt() ?: 0).decodeToString()
        return Request(first[0], first[1], headers, body)
    }

    private fun line(stream: InputStream): String {
        val bytes = generateSequence { stream.read().takeIf { it >= 0 && it != '\n'.code } }
        return bytes.map { it.toByte() }.toList().toByteArray().decodeToString().trimEnd('\r')
    }

    override fun close() {
        server.close()
        silent.forEach { it.close() }
    }
}

/** Returns a port on which no process listens. */
fun closedPort(): Int = ServerSocket(0).use { it.localPort }

package com.getdefacto.sdk.testing

import com.getdefacto.sdk.BirthPlace
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.ClientOptions
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.Store
import com.getdefacto.sdk.forgetRequests
import java.io.File
import java.io.IOException
import java.net.ProxySelector
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration
import java.time.Instant
import java.time.OffsetDateTime
import java.util.concurrent.TimeUnit

/** The sandbox cannot be started, or refuses a setting. */
public class SandboxException(message: String) : RuntimeException(message)

/**
 * A sandbox for tests: the Defacto API simulated on this machine.
 *
 * ```kotlin
 * Sandbox().use { sandbox -> sandbox.client().use { it.hello() } }
 * ```
 *
 * It runs the `defacto` command, which `DEFACTO_BINARY` names or which is on the `PATH`, and ends with this process at
 * the latest. [at] uses a sandbox that runs already.
 *
 * @property url the URL of the simulated API.
 * @property apiKey the key that it accepts.
 */
public class Sandbox private constructor(
    private val process: Process?,
    public val url: String,
    public val apiKey: String,
) : AutoCloseable {
    // No proxy of the system: the sandbox is on this machine.
    private val http = HttpClient.newBuilder().proxy(ProxySelector.of(null)).build()

    private constructor(process: Process, apiKey: String) : this(process, urlOf(process), apiKey) {
        // A sandbox before this one may have had the same port.
        forgetRequests(url)
    }

    /**
     * Starts a sandbox. Blocks until it answers.
     *
     * @param speed how many times faster than the real API it answers.
     * @param seed makes its data repeatable.
     * @param apiKey the key that it accepts.
     * @throws SandboxException when it does not start.
     */
    @JvmOverloads
    public constructor(speed: Double = 100.0, seed: Long = 1, apiKey: String = "test-key") :
        this(start(speed, seed, apiKey), apiKey)

    /** The environment for a client of this sandbox. */
    public val environment: Environment get() = Environment.of(url)

    /** Creates a client of this sandbox. */
    @JvmOverloads
    public fun client(options: ClientOptions = ClientOptions(), store: Store? = null): Client =
        Client(apiKey, environment, options, store)

    /**
     * Sets a fault: `sandbox.fault("timeout_after_commit", "POST /borrowers")`.
     *
     * @param operation the operation that fails; a star means all.
     * @param more the other settings of the fault: `times`, `delay_ms`, `probability`.
     */
    @JvmOverloads
    public fun fault(kind: String, operation: String = "*", more: Map<String, Any?> = mapOf()) {
        control("POST", "faults", mapOf("kind" to kind, "operation" to operation) + more)
    }

    /** Removes all faults that have not happened yet. */
    public fun clearFaults() {
        control("DELETE", "faults")
    }

    /** Changes switches, `mapOf("declined_as" to "zero_line")` for instance, and returns all of them. */
    @JvmOverloads
    public fun settings(changes: Map<String, Any?> = mapOf()): Map<String, Any?> =
        if (changes.isEmpty()) control("GET", "settings") else control("PATCH", "settings", changes)

    /** The requests received, oldest first. */
    @Suppress("UNCHECKED_CAST")
    public fun log(): List<Map<String, Any?>> = control("GET", "log")["requests"] as List<Map<String, Any?>>

    /** Forgets the requests received. */
    public fun clearLog() {
        control("DELETE", "log")
    }

    /** Returns the time in the sandbox: the real time, until it is moved. */
    public fun now(): Instant = timeOf(control("GET", "clock"))

    /**
     * Moves the clock forward by whole seconds. Due events happen before this returns. Returns the new time.
     */
    public fun advance(by: Duration): Instant = moved("advance_seconds" to by.seconds)

    /**
     * Moves the clock forward to what is due next, which happens before this returns. Returns the new time.
     *
     * @throws SandboxException if nothing is planned.
     */
    public fun advanceToNextEvent(): Instant = moved("to_next_event" to true)

    /** Moves the clock forward to a time. Due events happen before this returns. Returns the new time. */
    public fun setTime(to: Instant): Instant = moved("to" to "$to")

    /**
     * Stops the clock, so that only [advance] and [setTime] move it, or starts it again. Returns the time.
     */
    @JvmOverloads
    public fun freeze(frozen: Boolean = true): Instant = moved("frozen" to frozen)

    private fun moved(change: Pair<String, Any>): Instant = timeOf(control("POST", "clock", mapOf(change)))

    private fun timeOf(clock: Map<String, Any?>): Instant {
        val now = clock["now"] as? String ?: throw SandboxException("the server at $url is not a sandbox")
        return OffsetDateTime.parse(now).toInstant()
    }

    /** Returns the webhooks, delivered or not, oldest first, with URL, body and answer. */
    @Suppress("UNCHECKED_CAST")
    public fun deliveries(): List<Map<String, Any?>> =
        control("GET", "deliveries")["deliveries"] as List<Map<String, Any?>>

    /** Returns a summary of the sandbox's data: borrowers, credit lines, loans, payments and so on. */
    public fun state(): Map<String, Any?> = control("GET", "state")

    /**
     * Resets the sandbox: no borrowers, no faults, an empty log, the initial switches. This process forgets
     * the loans that it requested, so a salt may be used again.
     */
    public fun reset() {
        control("POST", "reset")
        forgetRequests(url)
    }

    /** Ends the sandbox, unless it ran before. */
    override fun close() {
        if (process == null) return
        process.outputStream.close()
        if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly()
    }

    /** Calls the sandbox's own interface. */
    private fun control(method: String, name: String, body: Map<String, Any?>? = null): Map<String, Any?> {
        val content = HttpRequest.BodyPublishers.ofString(body?.let(::write).orEmpty())
        val request = HttpRequest.newBuilder(URI("$url/_sandbox/$name"))
            .method(method, if (body == null) HttpRequest.BodyPublishers.noBody() else content)
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(10))
        val answer = try {
            http.send(request.build(), BodyHandlers.ofString())
        } catch (error: IOException) {
            throw SandboxException("no sandbox answers at $url: $error. Start one: `defacto sandbox`")
        }
        if (answer.statusCode() >= 400) throw SandboxException("$method $name: ${answer.body()}")
        if (answer.body().isEmpty()) return mapOf()
        return try {
            read(answer.body())
        } catch (_: DefactoException) {
            throw SandboxException("the server at $url is not a sandbox")
        }
    }

    public companion object {
        /**
         * Uses a sandbox that runs already, such as one of `defacto sandbox`. [close] does not end it.
         *
         * @throws SandboxException if nothing answers there, or something else than a sandbox.
         */
        @JvmStatic
        @JvmOverloads
        public fun at(url: String = "http://127.0.0.1:8080", apiKey: String = "test-key"): Sandbox =
            Sandbox(null, url.trimEnd('/'), apiKey).also { it.now() }

        private fun start(speed: Double, seed: Long, apiKey: String): Process {
            val command = listOf(binary(), "sandbox", "--port", "0", "--ready-json", "--until-stdin-closes")
            return ProcessBuilder(command + listOf("--speed=$speed", "--seed=$seed", "--api-key=$apiKey")).start()
        }

        private fun urlOf(process: Process): String {
            val line = process.inputStream.bufferedReader().readLine() ?: throw SandboxException(
                "the sandbox did not start: ${process.errorStream.bufferedReader().readText().trim()}",
            )
            return read(line)["url"] as String
        }

        private fun binary(): String {
            System.getenv("DEFACTO_BINARY")?.takeIf { it.isNotEmpty() }?.let { return it }
            val name = if (File.separatorChar == '\\') "defacto.exe" else "defacto"
            val folders = System.getenv("PATH").orEmpty().split(File.pathSeparatorChar)
            return folders.map { File(it, name) }.firstOrNull { it.canExecute() }?.path ?: throw SandboxException(
                "the `defacto` command is not installed: run `pipx install defacto-cli`, or set DEFACTO_BINARY to it",
            )
        }

        // The SDK reads and writes free JSON already, as the members of a model that it does not know.
        private fun read(json: String): Map<String, Any?> {
            val value = BirthPlace.fromJson("{\"value\": $json}").extra["value"]
            @Suppress("UNCHECKED_CAST")
            return value as? Map<String, Any?> ?: mapOf("value" to value)
        }

        private fun write(members: Map<String, Any?>): String = BirthPlace(extra = members).toJson()
    }
}

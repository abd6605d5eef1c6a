package com.getdefacto.tests

import com.getdefacto.sdk.BirthPlace
import com.getdefacto.sdk.EnrollOptions
import com.getdefacto.sdk.IdentifierType
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.testing.Sandbox
import java.time.Duration

/** Times for a sandbox that is a hundred times faster than the API. */
val QUICK = EnrollOptions(settleTime = Duration.ofMillis(900), pollInterval = Duration.ofMillis(20))

/** The same times, with a wait for the credit line. */
val WAITING = QUICK.copy(wait = Duration.ofSeconds(30))

/** Returns a French company: the API needs only its number. Each [number] gives another company. */
fun french(number: Int): NewBorrower {
    val digits = "%08d".format(number)
    val sum = digits.reversed().mapIndexed { at, digit ->
        val doubled = digit.digitToInt() * if (at % 2 == 0) 2 else 1
        doubled / 10 + doubled % 10
    }.sum()
    val identifier = "$digits${(10 - sum % 10) % 10}"
    return NewBorrower(identifier, IdentifierType.Siren, name = "Fonderie des Tilleuls SAS")
}

/** Returns the members of a JSON object as Kotlin values. */
fun members(text: String): Map<String, Any?> = BirthPlace.fromJson(text).extra

/** Returns the requests of one operation, such as `POST /borrowers`. */
fun requests(sandbox: Sandbox, operation: String): List<Map<String, Any?>> =
    sandbox.log().filter { it["operation"] == operation }

/** Waits until the condition is true. */
fun eventually(what: String, seconds: Long = 20, isSo: () -> Boolean) {
    val end = System.nanoTime() + seconds * 1_000_000_000
    while (!isSo()) {
        check(System.nanoTime() < end) { "$what did not happen" }
        Thread.sleep(10)
    }
}

/**
 * Checks that nothing more is sent. A request that was written before the end may still arrive on a busy
 * machine, so this waits until no request arrives for [quiet] milliseconds.
 */
fun sendsNothingMore(sandbox: Sandbox, quiet: Long = 300) =
    eventually("the last request") {
        val seen = sandbox.log().size
        Thread.sleep(quiet)
        sandbox.log().size == seen
    }

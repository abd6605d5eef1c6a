package com.getdefacto.tests

import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.EnrollOptions
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.NewBorrower
import java.time.Duration

/** A typical shrunk app: it enrols, receives progress, and catches an exception. */
object ShrunkApp {
    @JvmStatic
    fun main(arguments: Array<String>) {
        Client(arguments[1], Environment.of(arguments[0])).use { client ->
            var steps = 0
            val company = NewBorrower("472618354", metadata = mapOf("crm" to listOf("T-77")))
            val outcome = client.enroll(company, EnrollOptions.waitUntilReady(Duration.ofSeconds(30))) { steps++ }
            check(steps > 0)
            val refused = try {
                client.enroll(NewBorrower(""))
                "nothing"
            } catch (error: DefactoException.Validation) {
                "${error.kind}"
            }
            println("${"$outcome".substringAfter('.').substringBefore('(')}; refused: $refused")
        }
    }
}

package com.getdefacto.tests

import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.EnrollOptions
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.NewBorrower
import java.io.ByteArrayOutputStream
import java.io.ObjectInputStream
import java.io.ObjectOutputStream
import java.time.Duration

/** A typical shrunk app: it enrols, receives progress, catches an exception, and passes it on as bytes. */
object ShrunkApp {
    private fun copied(error: DefactoException): DefactoException {
        val bytes = ByteArrayOutputStream().also { ObjectOutputStream(it).writeObject(error) }.toByteArray()
        return ObjectInputStream(bytes.inputStream()).readObject() as DefactoException
    }

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
                "${copied(error).kind}"
            }
            println("${"$outcome".substringAfter('.').substringBefore('(')}; refused: $refused")
        }
    }
}

package com.getdefacto.tests

import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** An enrolment of which only the company's number is known. */
class FollowingTest {
    @Test
    fun `a company is followed by its number alone`() =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                val (number, other) = french(6).identifier to french(7).identifier
                assertThrows<DefactoException.NotFound> { client.followEnrollment(number) }
                assertThrows<DefactoException.NotFound> { runBlocking { client.async.followEnrollment(number) } }

                for (company in listOf(french(6), french(7))) {
                    assertInstanceOf(Enrollment.Pending::class.java, client.enroll(company, QUICK))
                }
                val stages = mutableListOf<String>()
                val first = client.followEnrollment(number, WAITING) { stages += it.stage.value }
                val second = runBlocking { client.async.followEnrollment(other, WAITING) }
                val found = listOf(first, second).map { (it as Enrollment.Ready).borrower.identifier }
                assertEquals(listOf(number, other), found)
                assertEquals("ready", stages.last())
                assertEquals(2, requests(sandbox, "POST /borrowers").size, "it sends reads only")
            }
        }
}

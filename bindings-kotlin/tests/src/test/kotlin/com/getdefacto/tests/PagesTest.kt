package com.getdefacto.tests

import com.getdefacto.sdk.Borrower
import com.getdefacto.sdk.BorrowerFilter
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

private const val READ = "GET /borrowers"

/** Lists: iterables, streams and flows, which read a page when it is needed. */
class PagesTest {
    private val two = BorrowerFilter(pageSize = 2)

    private fun withFiveBorrowers(test: (Sandbox, Client, List<String>) -> Unit) =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                val numbers = (1..5).map { client.borrowers.enroll(french(it)).identifier }
                sandbox.clearLog()
                test(sandbox, client, numbers.sorted())
            }
        }

    private fun identifiers(borrowers: Iterable<Borrower>) = borrowers.map { it.identifier }.sorted()

    @Test
    fun `an iteration sees all pages, again and again`() =
        withFiveBorrowers { sandbox, client, numbers ->
            val pages = client.borrowers.list(two)
            assertEquals(0, sandbox.log().size, "nothing is read before it is asked for")
            assertEquals(numbers, identifiers(pages))
            assertEquals(3, requests(sandbox, READ).size)
            assertEquals(numbers, identifiers(pages.all()))
            assertEquals(6, requests(sandbox, READ).size)
        }

    @Test
    fun `a stream reads no more pages than it needs`() =
        withFiveBorrowers { sandbox, client, _ ->
            assertEquals(2, client.borrowers.list(two).stream().limit(2).count())
            assertEquals(1, requests(sandbox, READ).size)
        }

    @Test
    fun `a flow sees all pages, and taking some reads no more than needed`() =
        withFiveBorrowers { sandbox, client, numbers ->
            runBlocking {
                val flow = client.async.borrowers.list(two)
                assertEquals(0, sandbox.log().size, "a flow is cold")
                assertEquals(3, flow.take(3).toList().size)
                assertEquals(2, requests(sandbox, READ).size)
                assertEquals(numbers, flow.map { it.identifier }.toList().sorted())
                assertEquals(5, requests(sandbox, READ).size)
            }
        }

    @Test
    fun `single pages are read by their cursors`() =
        withFiveBorrowers { _, client, _ ->
            val pages = client.borrowers.list(two)
            val first = pages.page()
            assertEquals(2, first.data.size)
            val second = pages.page(first.nextPage)
            assertEquals(2, second.data.size)
            assertEquals(1, pages.page(second.nextPage).data.size)
        }

    @Test
    fun `a page that names itself as the next one is refused`() =
        Canned { _, request ->
            val next = request.target.substringBefore('?') + "?cursor=same"
            Reply(200, """{"count": 1, "page_size": 1, "data": [{"identifier": "472618354"}], "next_page": "$next"}""")
        }.use { server ->
            clientOf(server).use { client ->
                assertThrows<DefactoException.Decode> { client.borrowers.list().all() }
                assertEquals(2, server.requests.size)
            }
        }

    @Test
    fun `pages that lead in a circle are refused`() =
        Canned { _, request ->
            val next = if (request.target.endsWith("cursor=A")) "B" else "A"
            Reply(200, """{"count": 1, "page_size": 1, "data": [{"identifier": "472618354"}], "next_page": "$next"}""")
        }.use { server ->
            clientOf(server).use { client ->
                assertThrows<DefactoException.Decode> { client.borrowers.list().all() }
                assertEquals(3, server.requests.size)
                assertThrows<DefactoException.Decode> { runBlocking { client.async.borrowers.list().toList() } }
                assertEquals(6, server.requests.size)
            }
        }

    @Test
    fun `a page that cannot be read ends the iteration with the error`() =
        withFiveBorrowers { sandbox, client, _ ->
            sandbox.fault("invalid_json", READ)
            assertThrows<DefactoException.Decode> { client.borrowers.list(two).first() }
        }
}

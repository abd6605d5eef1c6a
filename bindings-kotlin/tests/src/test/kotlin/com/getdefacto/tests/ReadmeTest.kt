package com.getdefacto.tests

import com.getdefacto.sdk.testing.Sandbox
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import pages.Pages

/** Every Kotlin and Java block of the README, compiled and run unchanged. */
class ReadmeTest {
    @Test
    fun `the blocks run one after the other`() =
        Sandbox().use { sandbox ->
            val environment = mapOf("DEFACTO_API_KEY" to sandbox.apiKey, "DEFACTO_ENVIRONMENT" to sandbox.url)
            val output = runMain("com.getdefacto.tests.PagesMainKt", environment = environment)
            assertTrue(output.endsWith("ran ${Pages.BLOCKS} blocks"), output)
            assertTrue(Pages.BLOCKS >= 2)
            assertEquals(1, requests(sandbox, "POST /borrowers").size, "all enrol the same company")
        }
}

package com.getdefacto.tests

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The data that `make parity` reads is complete. */
class SurfaceTest {
    private val surface = Surface(System.getProperty("sources"))

    @Test
    fun `every call has a suspending twin`() {
        assertTrue(surface.operations.isNotEmpty())
        assertEquals(surface.operations.keys, surface.suspending.keys)
    }

    @Test
    fun `every call has a twin that gives Java a future`() {
        assertTrue(surface.lists.isNotEmpty())
        assertEquals(surface.operations.keys - surface.lists, surface.futures.keys)
        assertEquals(setOf<String>(), surface.futures.filterValues { !it }.keys)
    }

    @Test
    fun `everything is documented`() {
        assertTrue(surface.models.isNotEmpty() && surface.enums.isNotEmpty())
        val calls = surface.operations.filterValues { !it }.keys + surface.suspending.filterValues { !it }.keys
        assertEquals(setOf<String>(), calls)
        assertEquals(setOf<String>(), (surface.models + surface.enums).filterValues { it["doc"] == false }.keys)
        val fields = surface.models.filterValues { false in (it["fields"] as Map<*, *>).values }.keys
        assertEquals(setOf<String>(), fields)
    }
}

// Written by tools/bindings. Change the core, or the templates of that tool, not this file.
package com.getdefacto.sdk

import java.io.Serializable
import java.math.BigDecimal
import java.nio.ByteBuffer
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.util.UUID
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.flow.Flow

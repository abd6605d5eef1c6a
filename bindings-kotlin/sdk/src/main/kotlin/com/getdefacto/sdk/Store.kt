package com.getdefacto.sdk

import java.io.File
import java.nio.ByteBuffer
import java.nio.file.Path
import java.time.Instant

/**
 * The data that a program keeps between two runs: intents, unfinished enrolments, and received events. A
 * repetition after a crash continues.
 *
 * It holds company numbers, tokens and outcomes: no key, no account, no personal data. Protect it all the
 * same. Safe to share between threads. For [Client], [EnrollOptions], [LoanOptions], [PendingEnrollments],
 * [Client.enrollMany] and [WebhookReceiver]. Objects that were created with it keep it, so it may be closed
 * before them; options need it open at each call.
 */
public class Store internal constructor(internal val native: NativeStore, private val kind: String) : AutoCloseable {
    /** Returns the names of all jobs: portfolios, and lists of pending enrolments. Blocks. */
    @Throws(DefactoException::class)
    public fun jobs(): List<String> = calling { native.jobs() }

    /** Forgets a job: all of its entries. Blocks; safe to repeat. */
    @Throws(DefactoException::class)
    public fun forgetJob(name: String): Unit = calling { native.forgetJob(name) }

    /** Forgets the events that were received before [before]. Blocks; safe to repeat. */
    @Throws(DefactoException::class)
    public fun forgetEvents(before: Instant): Unit = calling { native.forgetEvents(before) }

    /** Releases the store: the file or the connection is closed when no other object holds it. */
    override fun close(): Unit = native.close()

    /** Shows the kind of the store, but neither path nor password. */
    override fun toString(): String = "Store.$kind(...)"

    public companion object {
        /** Creates a store in memory, which ends with the process: for tests. */
        @JvmStatic
        public fun inMemory(): Store = Store(NativeStore.inMemory(), "inMemory")

        /**
         * Opens a store in one SQLite file, safe against crashes of the process and of the machine. Creates
         * the file if it is missing, for its owner alone (mode 0600); a file that exists keeps its mode.
         * Blocks.
         *
         * Several processes may read and write it; one at a time works on a portfolio.
         *
         * @throws DefactoException.Store when the file cannot be opened, is not a store, or was written by a
         *   newer version.
         * @throws DefactoException.Configuration when no file is named, or the path is the address of a
         *   database.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun sqlite(path: Path): Store = Store(calling { NativeStore.sqlite(path.toString()) }, "sqlite")

        /**
         * Opens a store in one SQLite file, safe against crashes of the process and of the machine. Creates
         * the file if it is missing, for its owner alone (mode 0600); a file that exists keeps its mode.
         * Blocks.
         *
         * @throws DefactoException.Store when the file cannot be opened, is not a store, or was written by a
         *   newer version.
         * @throws DefactoException.Configuration when no file is named, or the path is the address of a
         *   database.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun sqlite(file: File): Store = Store(calling { NativeStore.sqlite(file.path) }, "sqlite")

        /**
         * Opens a store in a PostgreSQL database, for workers on several machines:
         * `postgresql://user:password@host/database`. Creates its tables if they are missing. Blocks.
         *
         * @param url with `?sslmode=require` it connects by TLS alone.
         * @throws DefactoException.Store when the database cannot be reached or used, or was written by a newer
         *   version.
         * @throws DefactoException.Configuration when the URL cannot be read.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun postgres(url: String): Store = Store(calling { NativeStore.postgres(url) }, "postgres")
    }
}

/** Passes the store of options: by a handle of its own, which the core keeps. Throws if the store is closed. */
internal object FfiConverterOptionalStore : FfiConverter<Store?> {
    override fun read(buf: ByteBuffer): Store? =
        FfiConverterOptionalTypeNativeStore.read(buf)?.let { Store(it, "NativeStore") }

    override fun write(
        value: Store?,
        out: NativeBytes,
    ): Unit = FfiConverterOptionalTypeNativeStore.write(value?.native, out)
}

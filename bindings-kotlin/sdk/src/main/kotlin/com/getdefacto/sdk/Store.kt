package com.getdefacto.sdk

import java.io.File
import java.nio.file.Path
import java.time.Instant

/**
 * Keeps what a program wants once and what is not finished, and the events that were received: a repetition after a
 * crash goes on.
 *
 * It holds company numbers, tokens and outcomes: no key, no account, no person. Protect it all the same. Safe to share
 * between threads. For [Client], [EnrollOptions], [LoanOptions], [PendingEnrollments], [Client.enrollMany] and
 * [WebhookReceiver]. What was made with it keeps it, so it may be closed before; options need it open at each call.
 */
public class Store internal constructor(internal val native: NativeStore, private val kind: String) : AutoCloseable {
    /** The names of all jobs: portfolios, and lists of those who wait. Blocks. */
    @Throws(DefactoException::class)
    public fun jobs(): List<String> = calling { native.jobs() }

    /** Forgets a job: all of its entries. Blocks; safe to repeat. */
    @Throws(DefactoException::class)
    public fun forgetJob(name: String): Unit = calling { native.forgetJob(name) }

    /** Forgets events that were received before then. Blocks; safe to repeat. */
    @Throws(DefactoException::class)
    public fun forgetEvents(before: Instant): Unit = calling { native.forgetEvents(before) }

    /** Lets go of it: the file or the connection is closed when nobody else holds it. */
    override fun close(): Unit = native.close()

    /** Shows its kind, and neither path nor password. */
    override fun toString(): String = "Store.$kind(...)"

    public companion object {
        /** A store that forgets with the process, for tests. */
        @JvmStatic
        public fun inMemory(): Store = Store(NativeStore.inMemory(), "inMemory")

        /**
         * A store in one SQLite file, safe against crashes of the process and of the machine. Makes the file if it is
         * missing, for its owner alone (mode 0600); one that exists keeps its mode. Blocks.
         *
         * Several processes may read and write it; a portfolio is worked on by one at a time.
         *
         * @throws DefactoException.Store when it cannot be opened, is no store, or was written by a newer version.
         * @throws DefactoException.Configuration if no file is named, or the address of a database.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun sqlite(path: Path): Store = Store(calling { NativeStore.sqlite(path.toString()) }, "sqlite")

        /**
         * A store in one SQLite file, safe against crashes of the process and of the machine. Makes the file if it is
         * missing, for its owner alone (mode 0600); one that exists keeps its mode. Blocks.
         *
         * @throws DefactoException.Store when it cannot be opened, is no store, or was written by a newer version.
         * @throws DefactoException.Configuration if no file is named, or the address of a database.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun sqlite(file: File): Store = Store(calling { NativeStore.sqlite(file.path) }, "sqlite")

        /**
         * A store in a PostgreSQL database, for workers on several machines:
         * `postgresql://user:password@host/database`. Makes its tables if they are missing. Blocks.
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

package com.getdefacto.sdk

import java.io.File
import java.nio.file.Path
import java.util.stream.Stream
import java.util.stream.StreamSupport

/**
 * The rows of a file with companies, CSV or JSON Lines, read one after the other: memory stays small, whatever the size
 * of the file. Iterate over it to check the file (nothing is sent), or open it anew and give it to
 * [Client.enrollMany].
 *
 * A column's name is a place in the request: `account_number`, `address.country`, `directors.0.first_name`, in any
 * usual spelling; `siren`, `kvk` and the like are the company's number of that type. Other columns are ignored. A bad
 * row stops nothing: it comes with everything that is wrong with it, by column and without any value. What a
 * spreadsheet has damaged is such an error, and never mended silently.
 *
 * It is gone through once; every iterator goes on where the one before has come to. Iterating throws a
 * [DefactoException] when the file turns out to be cut off or cannot be read. Safe to share between threads. In a
 * coroutine use it on `Dispatchers.IO`. [close] it when it was not given to a run.
 */
public class PortfolioRows private constructor(internal val native: NativePortfolioRows) :
    Iterable<PortfolioRow>, AutoCloseable {
    /** What became of each column. Of JSON Lines it is the names seen so far, a thousand at most. */
    public val columns: List<ColumnUse> get() = native.columns()

    /** Row after row. Blocks while each is read. */
    override fun iterator(): Iterator<PortfolioRow> =
        object : Iterator<PortfolioRow> {
            override fun hasNext(): Boolean = calling { native.hasNext() }

            override fun next(): PortfolioRow = calling { native.next() } ?: throw NoSuchElementException()
        }

    /** The same as a stream. Blocks while each row is read. */
    public fun stream(): Stream<PortfolioRow> = StreamSupport.stream(spliterator(), false)

    /** Closes the file. A run that has its rows goes on with them. */
    override fun close(): Unit = native.end()

    /** Shows the names of the columns, and nothing of the rows. */
    override fun toString(): String = "PortfolioRows(columns=${columns.map { it.column }})"

    public companion object {
        /**
         * Opens a file. Blocks while its beginning is read; safe to repeat.
         *
         * @throws DefactoException.Configuration when the file cannot be read, its format is not known, or the options
         *   do not fit.
         * @throws DefactoException.Validation when it is empty, is not what its name says, or has no column for the
         *   company's number.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(DefactoException::class)
        public fun open(path: Path, options: IntakeOptions = IntakeOptions()): PortfolioRows =
            PortfolioRows(calling { NativePortfolioRows.open(path.toString(), options) })

        /**
         * Opens a file. Blocks while its beginning is read; safe to repeat.
         *
         * @throws DefactoException as the function that takes a path.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(DefactoException::class)
        public fun open(file: File, options: IntakeOptions = IntakeOptions()): PortfolioRows =
            PortfolioRows(calling { NativePortfolioRows.open(file.path, options) })
    }
}

package com.getdefacto.sdk

import java.io.File
import java.nio.file.Path
import java.util.stream.Stream
import java.util.stream.StreamSupport

/**
 * The rows of a file with companies: CSV, JSON Lines, or a workbook (`.xlsx`, `.ods`). They are read one after the other, so memory stays small.
 * Iterate over it to check the file (nothing is sent), or open it anew and pass it to [Client.enrollMany].
 *
 * The name of a column is a place in the request: `account_number`, `address.country`,
 * `directors.0.first_name`, in any usual spelling. `siren`, `kvk` and similar names are the company's number
 * of that type. Other columns are ignored. A bad row does not stop the reading: it comes with all of its
 * problems, by column and without any value. Data that a spreadsheet has damaged is such a problem, and is
 * never repaired silently.
 *
 * The file is read once: every iterator continues where the one before ended. Iterating throws a
 * [DefactoException] when the file is cut off or cannot be read. Safe to share between threads. In a
 * coroutine use it on `Dispatchers.IO`. [close] it if it was not passed to a run.
 */
public class PortfolioRows private constructor(internal val native: NativePortfolioRows) :
    Iterable<PortfolioRow>, AutoCloseable {
    /** The use of each column. For JSON Lines, the names seen so far, up to a thousand. */
    public val columns: List<ColumnUse> get() = native.columns()

    /** The encoding in which a text is read, and whether it was guessed; null for a workbook. */
    public val encoding: IntakeEncodingUse? get() = native.encoding()

    /** The name of the sheet that is read; null if the file is no workbook. */
    public val sheet: String? get() = native.sheet()

    /** The rows one by one. Blocks while each is read. */
    override fun iterator(): Iterator<PortfolioRow> =
        object : Iterator<PortfolioRow> {
            override fun hasNext(): Boolean = calling { native.hasNext() }

            override fun next(): PortfolioRow = calling { native.next() } ?: throw NoSuchElementException()
        }

    /** The same as a stream. Blocks while each row is read. */
    public fun stream(): Stream<PortfolioRow> = StreamSupport.stream(spliterator(), false)

    /** Closes the file. A run that has its rows continues with them. */
    override fun close(): Unit = native.end()

    /** Shows the names of the columns, but nothing of the rows. */
    override fun toString(): String = "PortfolioRows(columns=${columns.map { it.column }})"

    public companion object {
        /**
         * Opens a file. Blocks while it reads the beginning; safe to repeat.
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
         * Opens a file. Blocks while it reads the beginning; safe to repeat.
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

package com.getdefacto.sdk

import java.io.File
import java.nio.file.Path
import java.util.stream.Stream

/**
 * A report on a portfolio, read from its store page by page: memory does not grow with the number of rows.
 *
 * It holds the numbers and names of companies and your own references, as the store does, but no account and no
 * personal data. It can be created while the portfolio runs, and shows what is known so far. Everything blocks on
 * the store, sends nothing, and is safe to repeat. Safe to share between threads. In a coroutine use it on `Dispatchers.IO`.
 *
 * @param store may be closed before the report is used.
 * @param name the name of the portfolio, as in [PortfolioOptions]. One that is not in the store has no rows.
 * @param options the language of the HTML report.
 * @throws DefactoException.Configuration when the report is not written in the language.
 */
public class PortfolioReport
@JvmOverloads
@Throws(DefactoException::class)
constructor(store: Store, private val name: String = "portfolio", options: ReportOptions = ReportOptions()) :
    AutoCloseable {
    private val native = calling { NativePortfolioReport(store.native, name, options) }

    /**
     * Returns the number of rows by outcome, and the reasons.
     *
     * @throws DefactoException.Store when the store cannot be read.
     */
    @Throws(DefactoException::class)
    public fun summary(): ReportSummary = calling { native.summary() }

    /**
     * Returns the result of each row, in the order of the rows. A row without an outcome is pending, with a
     * reason. Iterating throws a [DefactoException.Store] when the store cannot be read.
     */
    public fun results(): PortfolioResults = PortfolioResults { native.results() }

    /**
     * Writes the report to a file. The ending decides the format: `.csv` for spreadsheets, `.jsonl` for
     * programs, `.html` for people. In CSV, amounts are in cents, and text that a spreadsheet would read as a
     * formula has an apostrophe in front. HTML is one page in the report's language that needs nothing else, with
     * the counts, the reasons and the rows without a credit line (up to a thousand).
     *
     * The file appears whole or not at all, and replaces an earlier one.
     *
     * @throws DefactoException.Configuration when the name has another ending.
     * @throws DefactoException.Store when the store cannot be read or the file cannot be written.
     */
    @Throws(DefactoException::class)
    public fun save(path: Path): Unit = calling { native.save(path.toString()) }

    /**
     * Writes the report to a file. See the function that takes a path.
     *
     * @throws DefactoException as the function that takes a path.
     */
    @Throws(DefactoException::class)
    public fun save(file: File): Unit = calling { native.save(file.path) }

    /** Releases the store. Iterators over results keep it until they end. */
    override fun close(): Unit = native.close()

    /** Shows the name of the portfolio. */
    override fun toString(): String = "PortfolioReport($name)"
}

/** The results of a report, read page by page, anew with each iterator. */
public class PortfolioResults internal constructor(private val begin: () -> NativePortfolioResults) :
    Iterable<PortfolioResult> {
    /** The results one by one. Blocks when a page is read. Close the iterator if you leave early. */
    override fun iterator(): CloseableIterator<PortfolioResult> = iteratorOf(begin) { it.next() }

    /** The same as a stream. Blocks whenever a page is read. Close the stream if you leave early. */
    public fun stream(): Stream<PortfolioResult> = iterator().stream()
}

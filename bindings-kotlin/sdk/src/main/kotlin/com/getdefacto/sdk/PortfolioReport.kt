package com.getdefacto.sdk

import java.io.File
import java.nio.file.Path
import java.util.stream.Stream
import java.util.stream.StreamSupport

/**
 * A report over a portfolio, read from its store page by page: memory does not grow with the number of rows.
 *
 * It holds the numbers of companies, as the store does, but no account and no person. It may be made while the portfolio
 * runs, and shows then what is known so far. Everything blocks on the store, sends nothing, and is safe to repeat. Safe
 * to share between threads. In a coroutine use it on `Dispatchers.IO`.
 *
 * @param store which may be closed before.
 * @param name of the portfolio, as in [PortfolioOptions]. One that is not in the store has no rows.
 */
public class PortfolioReport
@JvmOverloads
constructor(store: Store, private val name: String = "portfolio") {
    private val native = NativePortfolioReport(store.native, name)

    /**
     * How many rows there are, by outcome, and why.
     *
     * @throws DefactoException.Store when the store cannot be read.
     */
    @Throws(DefactoException::class)
    public fun summary(): ReportSummary = calling { native.summary() }

    /**
     * The result of each row, in the order of the rows. A row that was begun and has no outcome is pending, with a
     * reason that says so. Iterating throws a [DefactoException.Store] when the store cannot be read.
     */
    public fun results(): PortfolioResults = PortfolioResults { native.results() }

    /**
     * Writes it to a file, by the ending: `.csv` for spreadsheets (amounts in cents; what a spreadsheet would take for
     * a formula has an apostrophe in front), `.jsonl` for programs, `.html` for people: one page that needs nothing
     * else, with the counts, the reasons and the rows that need attention, a thousand at most.
     *
     * The file appears whole or not at all, and replaces an earlier one.
     *
     * @throws DefactoException.Configuration when the name ends in something else.
     * @throws DefactoException.Store when the store cannot be read or the file cannot be written.
     */
    @Throws(DefactoException::class)
    public fun save(path: Path): Unit = calling { native.save(path.toString()) }

    /**
     * Writes it to a file, by the ending. See the function that takes a path.
     *
     * @throws DefactoException as the function that takes a path.
     */
    @Throws(DefactoException::class)
    public fun save(file: File): Unit = calling { native.save(file.path) }

    /** Shows the name of the portfolio. */
    override fun toString(): String = "PortfolioReport($name)"
}

/** The results of a report, read page by page, anew with each iterator. */
public class PortfolioResults internal constructor(private val begin: () -> NativePortfolioResults) :
    Iterable<PortfolioResult> {
    /** Result after result. Blocks whenever a page is read. */
    override fun iterator(): Iterator<PortfolioResult> = iteratorOf(begin) { it.next() }

    /** The same as a stream. Blocks whenever a page is read. */
    public fun stream(): Stream<PortfolioResult> = StreamSupport.stream(spliterator(), false)
}

package com.getdefacto.tests

import pages.Pages
import kotlin.system.exitProcess

/** Runs the blocks of pages; they read their key and their environment from the process's variables. */
fun main() {
    Pages.run()
    println("ran ${Pages.BLOCKS} blocks")
    // A block may have started a server.
    exitProcess(0)
}

package com.getdefacto.tests

import readme.Readme

/** Runs the README's blocks; they read their key and their environment from the process's variables. */
fun main() {
    Readme.run()
    println("ran ${Readme.KOTLIN} Kotlin and ${Readme.JAVA} Java blocks")
}

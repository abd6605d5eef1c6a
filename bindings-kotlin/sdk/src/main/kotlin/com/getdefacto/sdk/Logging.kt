package com.getdefacto.sdk

import org.slf4j.LoggerFactory

/** Writes the core's log lines to SLF4J, under the name of this package. */
internal object Logging : LogHandler {
    private val logger = LoggerFactory.getLogger("com.getdefacto.sdk")

    @Volatile
    private var wanted = LogLevel.OFF

    /** Tells the core the logger's present level, so that other lines are not even written. */
    fun follow() {
        val level = level()
        if (level != wanted) change(level)
    }

    private fun level(): LogLevel =
        when {
            logger.isDebugEnabled -> LogLevel.DEBUG
            logger.isInfoEnabled -> LogLevel.INFO
            logger.isWarnEnabled -> LogLevel.WARNING
            logger.isErrorEnabled -> LogLevel.ERROR
            else -> LogLevel.OFF
        }

    @Synchronized
    private fun change(level: LogLevel) {
        setLogHandler(level, this)
        wanted = level
    }

    override fun log(level: LogLevel, text: String) {
        try {
            when (level) {
                LogLevel.DEBUG -> logger.debug(text)
                LogLevel.INFO -> logger.info(text)
                LogLevel.WARNING -> logger.warn(text)
                LogLevel.ERROR -> logger.error(text)
                LogLevel.OFF -> Unit
            }
        } catch (_: Exception) {
            // A failing log must not break a call, and no exception may pass through native code.
        }
    }
}

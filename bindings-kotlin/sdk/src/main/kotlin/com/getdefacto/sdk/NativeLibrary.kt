package com.getdefacto.sdk

import org.slf4j.LoggerFactory
import java.io.File
import java.io.IOException

/** The library, as JNA and the system name it. */
internal const val LIBRARY = "defacto_ffi"

/** `jna` in this property lets calls go by JNA. */
private const val TRANSPORT = "com.getdefacto.sdk.transport"

/** Whether this is a phone. */
internal val isAndroid: Boolean get() = System.getProperty("java.vm.name") == "Dalvik"

/** Returns the path or the name of another library, if the program wants one. */
internal fun overridden(): String? = System.getProperty("uniffi.component.defacto.libraryOverride")

/** The native library: loaded when it is first used. */
internal object NativeLibrary {
    /** The way into it. */
    val transport: Transport = chosen()

    // Objects, of which threads see all or nothing, also on machines of 32 bits.
    private val addresses = arrayOfNulls<Long>(NativeNames.COUNT)
    private val names = NativeNames.texts.flatMap { it.split('\n') }

    init {
        val versions = "ffi_defacto_sdk_uniffi_contract_version ffi_defacto_sdk_uniffi_contract_version"
        check(found(versions, NativeNames.CONTRACT.toLong(), 32) != 0L) { MISMATCH }
    }

    /** Returns the address of the function with this number. */
    fun function(number: Int): Long = addresses[number] ?: find(number).also { addresses[number] = it }

    private fun find(number: Int): Long {
        val line = names[number]
        val end = line.indexOf(' ')
        val name = if (end < 0) line else line.substring(0, end)
        val address =
            when {
                name[0] == '=' -> found("uniffi_" + name.substring(1), 0, SHORT)
                end < 0 -> found("uniffi_ffibuffer_$name", 0, SHORT)
                else -> foundWith(name, line.substring(end + 1).toLong())
            }
        check(address != 0L) { "$MISMATCH: $name" }
        return address
    }

    private fun foundWith(name: String, checksum: Long): Long {
        val check = name.replaceFirst("_fn_", "_checksum_")
        return found("uniffi_ffibuffer_$name uniffi_$check", checksum, SHORT)
    }

    private fun found(names: String, checksum: Long, bits: Long): Long {
        val bytes = names.toByteArray()
        return transport.number(FIND, checksum, bits, bytes, bytes.size)
    }

    /** The bits of a checksum. */
    private const val SHORT = 16L

    private const val MISMATCH = "the native library is of another version than the classes"

    private fun chosen(): Transport {
        if (System.getProperty(TRANSPORT) == "jna") return byJna()
        try {
            return byJni()
        } catch (problem: LinkageError) {
            return instead(problem)
        } catch (problem: IOException) {
            return instead(problem)
        }
    }

    /** JNA knows more platforms and has its own settings for where a library may be unpacked. */
    private fun instead(problem: Throwable): Transport {
        try {
            val transport = byJna()
            val logger = LoggerFactory.getLogger("com.getdefacto.sdk")
            logger.info("calls are made by JNA, which is slower: {}", problem.toString())
            return transport
        } catch (second: LinkageError) {
            problem.addSuppressed(second)
            throw problem
        }
    }

    private fun byJna(): Transport = JnaTransport.also { opened(it, it.path) }

    private fun byJni(): Transport {
        load { path -> opened(JniTransport, path) }
        if (!JniTransport.attach()) throw UnsatisfiedLinkError("the native library cannot call back")
        return JniTransport
    }

    /** Lets the library find its functions by their names. */
    private fun opened(transport: Transport, path: String) {
        val bytes = path.toByteArray()
        val done = transport.number(OPEN, 0, 0, bytes, bytes.size)
        if (done != 1L) throw UnsatisfiedLinkError("$path cannot be opened again")
    }

    private fun load(then: (path: String) -> Unit) {
        val wanted = overridden()
        // On a phone the library of the app is the one to take, whatever a jar brings along.
        val resource = if (isAndroid) null else javaClass.getResource("/${folder()}/${System.mapLibraryName(LIBRARY)}")
        when {
            wanted != null && File(wanted).isAbsolute -> loaded(wanted, then)
            wanted != null || resource == null -> loadedByName(wanted ?: LIBRARY, then)
            else -> Unpacked(resource).use { loaded(it.path, then) }
        }
    }

    private fun loaded(path: String, then: (path: String) -> Unit) {
        System.load(path)
        then(path)
    }

    private fun loadedByName(name: String, then: (path: String) -> Unit) {
        System.loadLibrary(name)
        val file = System.mapLibraryName(name)
        val folders = System.getProperty("java.library.path").orEmpty().split(File.pathSeparator)
        val path = folders.map { File(it, file) }.firstOrNull { it.isFile }?.path
        then(path ?: file)
    }

    /** Returns where the jar has the library of this machine, as JNA names it. */
    private fun folder(): String {
        val system = System.getProperty("os.name").lowercase()
        val name =
            when {
                system.startsWith("linux") -> "linux"
                system.startsWith("mac") -> "darwin"
                system.startsWith("windows") -> "win32"
                else -> system
            }
        val machine =
            when (val machine = System.getProperty("os.arch").lowercase()) {
                "amd64", "x86_64" -> "x86-64"
                "arm64" -> "aarch64"
                else -> machine
            }
        return "$name-$machine"
    }
}

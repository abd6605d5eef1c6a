package com.getdefacto.tests

import com.fasterxml.jackson.databind.ObjectMapper
import com.getdefacto.sdk.Areas
import com.getdefacto.sdk.AsyncAreas
import com.getdefacto.sdk.AsyncClient
import com.getdefacto.sdk.AsyncPendingEnrollments
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.EnrollOptions
import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.IntakeOptions
import com.getdefacto.sdk.LoanOptions
import com.getdefacto.sdk.LoanOutcome
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.NewLoan
import com.getdefacto.sdk.Pages
import com.getdefacto.sdk.Pdf
import com.getdefacto.sdk.PendingEnrollments
import com.getdefacto.sdk.PendingOptions
import com.getdefacto.sdk.PortfolioOptions
import com.getdefacto.sdk.PortfolioReport
import com.getdefacto.sdk.PortfolioRows
import com.getdefacto.sdk.PortfolioRun
import com.getdefacto.sdk.ReportOptions
import com.getdefacto.sdk.RoutedWebhook
import com.getdefacto.sdk.Store
import com.getdefacto.sdk.TrackOptions
import com.getdefacto.sdk.WebhookEntity
import com.getdefacto.sdk.WebhookEvent
import com.getdefacto.sdk.WebhookReceiver
import com.getdefacto.sdk.WebhookRouter
import kotlinx.coroutines.flow.Flow
import java.io.File
import java.util.jar.JarFile
import kotlin.reflect.KCallable
import kotlin.reflect.KClass
import kotlin.reflect.KFunction
import kotlin.reflect.KParameter
import kotlin.reflect.KType
import kotlin.reflect.KVisibility
import kotlin.reflect.full.companionObject
import kotlin.reflect.full.declaredMemberFunctions
import kotlin.reflect.full.declaredMemberProperties
import kotlin.reflect.full.declaredMembers
import kotlin.reflect.full.memberProperties
import kotlin.reflect.full.primaryConstructor
import kotlin.reflect.jvm.jvmErasure

private const val FUTURE = "Async"
private const val PACKAGE = "com.getdefacto.sdk."

/** The classes that have more than fields, and the option classes. */
private val OFFERING = listOf(
    Client::class,
    EnrollOptions::class,
    Enrollment::class,
    IntakeOptions::class,
    LoanOptions::class,
    LoanOutcome::class,
    NewBorrower::class,
    NewLoan::class,
    Pdf::class,
    PendingEnrollments::class,
    PendingOptions::class,
    PortfolioOptions::class,
    PortfolioReport::class,
    PortfolioRows::class,
    PortfolioRun::class,
    ReportOptions::class,
    RoutedWebhook::class,
    Store::class,
    TrackOptions::class,
    WebhookEntity::class,
    WebhookEvent::class,
    WebhookReceiver::class,
    WebhookRouter::class,
)

/** The classes with calls, and the classes of their suspending twins. */
private val TWINS = mapOf(
    Client::class to AsyncClient::class,
    PendingEnrollments::class to AsyncPendingEnrollments::class,
    WebhookEvent::class to WebhookEvent::class,
)

/** The public surface of the built jar, by reflection, and which of it is documented, from the sources jar. */
class Surface(sourcesJar: String) {
    private val sources: List<String> = JarFile(sourcesJar).use { jar ->
        val files = jar.entries().toList().filter { it.name.endsWith(".kt") }
        files.flatMap { jar.getInputStream(it).reader().readLines() }
    }

    val classes: List<KClass<*>> = run {
        val jar = File(Client::class.java.protectionDomain.codeSource.location.toURI())
        val names = if (jar.isDirectory) {
            jar.walk().map { it.relativeTo(jar).path }.toList()
        } else {
            JarFile(jar).use { file -> file.entries().toList().map { it.name } }
        }
        val ours = Regex("com/getdefacto/sdk/[A-Z][A-Za-z]+\\.class")
        names.filter { it.matches(ours) && !it.endsWith("Kt.class") }
            .map { Class.forName(it.removeSuffix(".class").replace('/', '.')).kotlin }
            .filter { it.visibility == KVisibility.PUBLIC }
    }

    /** The calls of each area and whether they are documented in both of its classes. */
    val operations: Map<String, Boolean> = operations(Areas::class)
    val suspending: Map<String, Boolean> = operations(AsyncAreas::class)

    /** The calls that return a future for Java, and whether they are documented; a list returns one for each page. */
    val futures: Map<String, Boolean> = named(Areas::class) {
        it.endsWith(FUTURE)
    }.mapKeys { it.key.removeSuffix(FUTURE) }
    val lists: Set<String> = operations.keys.filter { listing(it) }.toSet()
    val models: Map<String, Map<String, Any?>> = models()
    val enums: Map<String, Map<String, Any?>> = enums()

    /** All of it, in the form that tools/parity.py reads. */
    fun document(): Map<String, Any?> = mapOf(
        "operations" to operations.mapValues { (name, documented) ->
            val future = name in lists || futures[name] == true
            mapOf("doc" to documented, "blocking" to true, "async" to (suspending[name] == true), "future" to future)
        },
        "calls" to calls(),
        "models" to models,
        "enums" to enums,
        "errors" to DefactoException::class.sealedSubclasses.map { it.simpleName },
        "types" to OFFERING.associate { type -> type.simpleName to offered(type) },
        "signatures" to classes.flatMap(::signatures).distinct().sorted(),
    )

    /**
     * Returns every function that calls the API or waits, by class and name: whether it has a blocking form, a
     * suspending form, and one that returns a future to Java; each documented.
     */
    private fun calls(): Map<String, Map<String, Boolean>> = TWINS.flatMap { (owner, twin) ->
        val (mine, theirs) = publicFunctions(owner) to publicFunctions(twin)
        mine.map { it.name }.filter { !it.endsWith(FUTURE) }.distinct().map { name ->
            val found = mapOf(
                "blocking" to mine.any { it.name == name && !it.isSuspend },
                "async" to theirs.any { it.name == name && (it.isSuspend || it.returnType.jvmErasure == Flow::class) },
                "future" to mine.any { it.name == name + FUTURE || (it.name == name && givesFutures(it)) },
            )
            "${owner.simpleName}.$name" to found.mapValues { it.value && documented(owner, Regex("fun $name\\(")) }
        }
    }.toMap().toSortedMap()

    private fun publicFunctions(type: KClass<*>): List<KFunction<*>> =
        type.declaredMemberFunctions.filter { it.visibility == KVisibility.PUBLIC }

    /** Returns `true` if the result of a function, such as a list, can be read without holding a thread. */
    private fun givesFutures(function: KFunction<*>): Boolean =
        publicFunctions(function.returnType.jvmErasure).any { it.name == "forEach$FUTURE" }

    /** Returns what can be called on a class or read from it, and its cases. */
    private fun offered(type: KClass<*>): List<String> {
        val members = type.declaredMembers + type.companionObject?.declaredMembers.orEmpty()
        val public = members.filter { it.visibility == KVisibility.PUBLIC }.map { it.name }
        return (public + type.sealedSubclasses.mapNotNull { it.simpleName }).distinct().sorted()
    }

    /** Returns whether each operation is documented, by area and verb. */
    private fun operations(areas: KClass<*>): Map<String, Boolean> = named(areas) { !it.endsWith(FUTURE) }

    private fun listing(name: String): Boolean {
        val (area, verb) = name.split('.')
        val type = Areas::class.declaredMemberProperties.single { it.name == area }.returnType.jvmErasure
        return type.declaredMemberFunctions.single { it.name == verb }.returnType.jvmErasure == Pages::class
    }

    private fun named(areas: KClass<*>, wanted: (verb: String) -> Boolean): Map<String, Boolean> {
        val properties = areas.declaredMemberProperties.filter { it.visibility == KVisibility.PUBLIC }
        return properties.flatMap { area ->
            val type = area.returnType.jvmErasure
            val functions = type.declaredMemberFunctions.filter {
                it.visibility == KVisibility.PUBLIC && wanted(it.name)
            }
            functions.map { operation ->
                "${area.name}.${operation.name}" to documented(type, Regex("fun ${operation.name}\\("))
            }
        }.toMap().toSortedMap()
    }

    private fun models(): Map<String, Map<String, Any?>> {
        val models = classes.filter { type ->
            type.isData && type.companionObject?.declaredMemberFunctions.orEmpty().any { it.name == "fromJson" }
        }
        return models.associate { type ->
            val fields = type.primaryConstructor!!.parameters.map { it.name!! }
            val documented = fields.associateWith { documented(type, Regex("val `?$it`?:")) }
            type.simpleName!! to mapOf("doc" to documented(type), "fields" to documented)
        }.toSortedMap()
    }

    private fun enums(): Map<String, Map<String, Any?>> {
        val enums = classes.filter { type ->
            type.companionObject?.memberProperties.orEmpty().any { it.name == "known" }
        }
        return enums.associate { type ->
            val known = type.java.getMethod("getKnown").invoke(null) as List<*>
            val values = known.map { it!!::class.simpleName!! }
            val documented = documented(type) && values.all { documented(type, Regex("object $it ")) }
            type.simpleName!! to mapOf("doc" to documented, "values" to values)
        }.toSortedMap()
    }

    /** Returns `true` if a comment precedes the class, or a line of it. */
    private fun documented(type: KClass<*>, member: Regex? = null): Boolean {
        val header = Regex("public (sealed |data |open )*class ${type.simpleName}\\b.*")
        val start = sources.indexOfFirst { header.matches(it) }
        check(start >= 0) { "the sources hold no ${type.simpleName}" }
        val at = if (member == null) start else start + sources.drop(start).indexOfFirst { member.containsMatchIn(it) }
        val before = sources.take(at).dropLastWhile { it.trim().startsWith("@") }
        return before.last().trim().endsWith("*/")
    }
}

/** Members that every data class has; they change with its fields, which are listed by themselves. */
private val OF_DATA_CLASSES = Regex("component\\d+|copy|equals|hashCode|toString")

/**
 * Returns everything public that a source can name in a class, one a line: the class, its members with their types, and
 * every parameter with whether it must be given. A closed class lists its cases as required: who uses it handles all.
 */
private fun signatures(type: KClass<*>): List<String> {
    val owner = type.qualifiedName!!.removePrefix(PACKAGE)
    val constructors = type.constructors.filter { it.visibility == KVisibility.PUBLIC }
    val members = type.declaredMembers.filter {
        it.visibility == KVisibility.PUBLIC && !OF_DATA_CLASSES.matches(it.name)
    }
    val nested = type.nestedClasses.filter { it.visibility == KVisibility.PUBLIC }
    val open = type.companionObject?.declaredMembers.orEmpty().any { it.name == "known" }
    val cases = if (open) emptyList() else type.sealedSubclasses.map { "$owner case ${it.simpleName} required" }
    return listOf(owner) + cases + constructors.flatMap { parameters(owner, it) } +
        members.flatMap { listOf("$owner.${it.name}: ${short(it.returnType)}") + parameters("$owner.${it.name}", it) } +
        nested.flatMap(::signatures)
}

private fun parameters(owner: String, function: KCallable<*>): List<String> = function.parameters
    .filter { it.kind == KParameter.Kind.VALUE }
    .map { "$owner(${it.name}: ${short(it.type)}) ${if (it.isOptional) "optional" else "required"}" }

private fun short(type: KType): String = type.toString().replace(PACKAGE, "").replace("kotlin.", "")

/** Writes the surface of the jar to a file. Arguments: the sources jar, and the file to write. */
fun main(arguments: Array<String>) {
    val (sources, path) = arguments
    val file = File(path).also { it.parentFile.mkdirs() }
    ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file, Surface(sources).document())
}

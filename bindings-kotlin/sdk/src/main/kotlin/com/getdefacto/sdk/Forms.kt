package com.getdefacto.sdk

import java.io.Serializable

/** A value that has a JSON form: a model, an outcome, an event. Java's serialisation writes that form as well. */
public interface JsonForm : Serializable {
    /** Returns the value as JSON text. */
    public fun toJson(): String
}

/** Returns the name of a type, or of the one that it is a case of; null if its values have no JSON form. */
internal fun formName(type: Class<*>): String? =
    generateSequence(type) { it.superclass }.firstNotNullOfOrNull { formNames[it] }

/**
 * What Java's serialisation writes of a value: the name of its type, and its JSON text or the text of an open enum. So
 * another version of the library can read it, and what that version does not know is kept.
 */
internal class SerialForm(private val name: String, private val text: String) : Serializable {
    private fun readResolve(): Any = readForm(name, text)

    private companion object {
        private const val serialVersionUID = 1L
    }
}

package scrm

import java.nio.file.Path
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kotlinx.serialization.encodeToString
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.encodeToJsonElement
import scrm.ffi.DeduperHandle

/**
 * Finds the records of a table that are one person, and says why. Nothing needs to be labelled or configured. Calls
 * run on [Dispatchers.Default]; a deduper may be shared by coroutines and threads.
 *
 * ```
 * Deduper().use { deduper ->
 *     deduper.fit(listOf(record("name" to "Anna Walker", "phone" to "+44 7400 123456"), record("name" to "Walker, Ana")))
 *     deduper.query(record("name" to "Ana Walker")).first().id
 * }
 * ```
 *
 * @param config the probabilities from which on two records are one and from which on a person should look, and what columns
 * hold where their names do not say it.
 * @throws ScrmException names the setting that is wrong.
 */
public class Deduper(config: DeduperConfig = DeduperConfig()) : DeduperOperations(), AutoCloseable {
    private val handle = scrmJson.encodeToString(config).let { crossingWithJson(it) { json -> DeduperHandle(json) } }

    /** Calls an operation by its name, with JSON text in and out: what the typed methods do. */
    override suspend fun call(operation: String, request: String): String = withContext(Dispatchers.Default) {
        crossingWithJson(request) { handle.call(operation, it) }
    }

    /**
     * Looks at the records of a CSV file, whose first line names the columns. See `fit`.
     *
     * @throws ScrmException.Import where the file cannot be read.
     */
    public suspend fun fit(file: Path, id: String? = null): Fitted = withContext(Dispatchers.Default) {
        scrmJson.decodeFromString<Fitted>(crossing { handle.fitFile(file.toString(), id) })
    }

    /** How probably two records that are known are one person, from 0 to 1. */
    public suspend fun score(a: String, b: String): Double = score(JsonPrimitive(a), JsonPrimitive(b))

    /** What each field says about two records that are known. */
    public suspend fun explain(a: String, b: String): PairExplanation = explain(JsonPrimitive(a), JsonPrimitive(b))

    /** Measures precision and recall by the person of each record, by its id. */
    public suspend fun certify(persons: Map<String, String>, precision: Double? = null): Certificate =
        certify(scrmJson.encodeToJsonElement(persons), precision)

    /** Measures precision and recall by pairs of which somebody knows whether they are one person. */
    public suspend fun certify(pairs: List<LabelledPair>, precision: Double? = null): Certificate =
        certify(scrmJson.encodeToJsonElement(pairs), precision)

    /** Learns from the person of each record, by its id, what agreement is worth. */
    public suspend fun learn(persons: Map<String, String>): Unit = learn(scrmJson.encodeToJsonElement(persons))

    /** Learns from pairs of which somebody knows whether they are one person what agreement is worth. */
    public suspend fun learn(pairs: List<LabelledPair>): Unit = learn(scrmJson.encodeToJsonElement(pairs))

    /** Lets the records go. Later calls throw [ScrmException.Api]; closing twice does nothing. */
    override fun close(): Unit = crossing { handle.shut() }
}

/** What a record says: values by the names of their columns. What is no number, flag or list counts as its text. */
public fun record(vararg cells: Pair<String, Any?>): JsonObject =
    JsonObject(cells.associate { (column, value) -> column to cell(value) })

private fun cell(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is JsonElement -> value
    is Number -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is Iterable<*> -> JsonArray(value.map(::cell))
    else -> JsonPrimitive(value.toString())
}

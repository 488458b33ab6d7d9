package scrm

import java.io.File
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test

/** Calls the typed method of every shared case, and writes the answers for the judge. */
class ConformanceTest {
    private val cases = System.getProperty("scrm.conformance.cases").orEmpty()
    private val answers = System.getProperty("scrm.conformance.answers").orEmpty()

    @Test
    fun `every case is answered`() = runBlocking {
        assumeTrue(cases.isNotEmpty(), "no cases are named: `cargo xtask test` writes them")
        val all = Json.parseToJsonElement(File(cases).readText()).jsonObject
        val lines = mutableListOf<JsonObject>()
        all.list("engines").forEach { lines += single(it) }
        all.list("workspace").forEach { lines += steps(it) }
        all.list("deduper").forEach { lines += stepsOnDeduper(it) }
        File(answers).writeText(lines.joinToString("") { "$it\n" })
        assertTrue(lines.size > 250, "${lines.size}")
    }

    private val engines = mutableMapOf<String?, Engines>()

    private fun single(case: JsonObject): JsonObject = line(case, null, answer {
        val engines = engines.getOrPut(case.playbook()) { Engines(case.playbook()) }
        typed(
            { engines.dispatch(case.text("op"), case.getValue("request")) },
            { engines.call(case.text("op"), case.getValue("request").toString()) },
        )
    })

    private suspend fun steps(case: JsonObject): List<JsonObject> {
        val steps = case.list("steps")
        val shop = try {
            Workspace.open(":memory:", case.playbook())
        } catch (refused: ScrmException) {
            return steps.indices.map { line(case, it + 1, error(refused)) }
        }
        return shop.use {
            val saved = mutableMapOf<String, JsonElement>()
            steps.mapIndexed { index, step ->
                val answered = answer { call(shop, step.text("op"), resolved(step.getValue("request"), saved)) }
                answered["ok"]?.let { ok ->
                    step["save"]?.jsonObject?.forEach { (alias, pointer) -> saved[alias] = ok.at(pointer.jsonPrimitive.content) }
                }
                line(case, index + 1, answered)
            }
        }
    }

    private suspend fun stepsOnDeduper(case: JsonObject): List<JsonObject> {
        val steps = case.list("steps")
        val deduper = try {
            Deduper(scrmJson.decodeFromJsonElement(DeduperConfig.serializer(), case["config"] ?: JsonObject(emptyMap())))
        } catch (refused: ScrmException) {
            return steps.indices.map { line(case, it + 1, error(refused)) }
        }
        return deduper.use {
            steps.mapIndexed { index, step ->
                val (operation, request) = step.text("op") to step.getValue("request")
                line(case, index + 1, answer { typed({ deduper.dispatch(operation, request) }, { deduper.call(operation, request.toString()) }) })
            }
        }
    }

    private suspend fun call(shop: Workspace, operation: String, request: JsonElement): JsonElement = when (operation) {
        "import_csv" -> importCsv(shop, request.jsonObject)
        "deliver" -> deliver(shop, request.jsonObject)
        else -> typed({ shop.dispatch(operation, request) }, { shop.call(operation, request.toString()) })
    }

    private suspend fun importCsv(shop: Workspace, request: JsonObject): JsonElement {
        val bytes = request["file"]?.jsonPrimitive?.content?.toByteArray() ?: request.text("hex")
            .filter { it.isLetterOrDigit() }.chunked(2) { it.toString().toInt(16).toByte() }.toByteArray()
        val options = scrmJson.decodeFromJsonElement(ImportOptions.serializer(), request.getValue("options"))
        val now = scrmJson.decodeFromJsonElement(InstantSerializer, request.getValue("now"))
        return scrmJson.encodeToJsonElement(ImportReport.serializer(), shop.importCsv(bytes, options, now))
    }

    private suspend fun deliver(shop: Workspace, request: JsonObject): JsonElement {
        val now = scrmJson.decodeFromJsonElement(InstantSerializer, request.getValue("now"))
        val sent = shop.lease(worker = "worker", limit = 100, now = now).mapNotNull { leased ->
            val message = leased.message
            if (!shop.attempt(message.id, leased.generation, now = now).send) return@mapNotNull null
            val record = shop.acknowledge(message.id, leased.generation, externalId = message.id, now = now).message
            val whole = scrmJson.encodeToJsonElement(OutgoingMessage.serializer(), message).jsonObject
            val body = whole.getValue("body").jsonObject
            buildJsonObject {
                put("id", whole.getValue("id"))
                put("message", JsonPrimitive(record))
                put("rule", whole["rule"] ?: JsonNull)
                put("to", whole.getValue("to"))
                put("text", body["text"] ?: body["caption"] ?: JsonNull)
            }
        }
        return JsonArray(sent)
    }

    /** What the types of a method cannot say, a wrong field among it, goes through `call`. */
    private inline fun typed(typed: () -> JsonElement?, untyped: () -> String): JsonElement = try {
        checkNotNull(typed()) { "no such operation" }
    } catch (_: kotlinx.serialization.SerializationException) {
        Json.parseToJsonElement(untyped())
    }

    private inline fun answer(call: () -> JsonElement): JsonObject = try {
        buildJsonObject { put("ok", call()) }
    } catch (refused: ScrmException) {
        error(refused)
    }

    private fun error(refused: ScrmException): JsonObject = buildJsonObject {
        put("error", buildJsonObject {
            put("code", JsonPrimitive(refused.code))
            put("message", JsonPrimitive(refused.message))
            refused.field?.let { put("field", JsonPrimitive(it)) }
            refused.row?.let { put("row", JsonPrimitive(it)) }
        })
    }

    private fun line(case: JsonObject, step: Int?, answer: JsonObject): JsonObject = buildJsonObject {
        put("file", case.getValue("file"))
        put("name", case.getValue("name"))
        step?.let { put("step", JsonPrimitive(it)) }
        put("answer", answer)
    }

    private fun resolved(value: JsonElement, saved: Map<String, JsonElement>): JsonElement = when (value) {
        is JsonObject -> {
            val alias = value["\$ref"]?.takeIf { value.size == 1 }
            if (alias == null) JsonObject(value.mapValues { resolved(it.value, saved) }) else saved.getValue(alias.jsonPrimitive.content)
        }
        is JsonArray -> JsonArray(value.map { resolved(it, saved) })
        else -> value
    }
}

private fun JsonObject.text(name: String): String = getValue(name).jsonPrimitive.content

private fun JsonObject.list(name: String): List<JsonObject> = getValue(name).jsonArray.map { it.jsonObject }

private fun JsonObject.playbook(): String? = get("config")?.toString()

/** The part of an answer that a JSON pointer names. */
private fun JsonElement.at(pointer: String): JsonElement = pointer.split('/').drop(1).fold(this) { value, part ->
    if (value is JsonArray) value[part.toInt()] else value.jsonObject.getValue(part)
}

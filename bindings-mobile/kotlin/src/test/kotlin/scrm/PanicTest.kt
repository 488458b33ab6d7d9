package scrm

import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import scrm.ffi.DeduperHandle
import scrm.ffi.EnginesHandle
import scrm.ffi.MatcherHandle
import scrm.ffi.WorkspaceHandle
import scrm.ffi.panicInNextCall

class PanicTest {
    @Test
    fun `a panic in any function is a typed error, and the next call works`(@TempDir folder: Path) = inShop { shop ->
        val path = Files.write(folder.resolve("customers.csv"), file(1))
        Engines().use { engines ->
            engines.keywords().use { keywords ->
                val rules = listOf(KeywordRule(id = "a", label = "a", phrases = listOf("a")))
                val deduper = Deduper().also { it.fit(listOf(record("name" to "Anna"))) }
                val calls: Map<String, suspend () -> Any> = mapOf(
                    "DeduperHandle.new" to { Deduper() },
                    "DeduperHandle.call" to { deduper.clusters() },
                    "DeduperHandle.fit_file" to { deduper.fit(path) },
                    "DeduperHandle.shut" to { Deduper().also { panicInNextCall() }.close() },
                    "EnginesHandle.new" to { Engines() },
                    "EnginesHandle.call" to { engines.textFold("x") },
                    "EnginesHandle.segment_sql" to { engines.segmentSql("archived", monday) },
                    "EnginesHandle.matcher" to { engines.keywords() },
                    "EnginesHandle.shut" to { Engines().also { panicInNextCall() }.close() },
                    "MatcherHandle.new" to { KeywordMatcher(rules) },
                    "MatcherHandle.rules" to { scrm.crossing { scrm.ffi.EnginesHandle(null).matcher().also { panicInNextCall() }.rules() } },
                    "MatcherHandle.find" to { keywords.find("price") },
                    "MatcherHandle.find_many" to { keywords.findMany(listOf("price")) },
                    "MatcherHandle.explain" to { keywords.explain("price") },
                    "MatcherHandle.labels" to { keywords.labels("price") },
                    "MatcherHandle.shut" to { KeywordMatcher(rules).also { panicInNextCall() }.close() },
                    "WorkspaceHandle.open" to { Workspace.open(":memory:") },
                    "WorkspaceHandle.call" to { shop.customers() },
                    "WorkspaceHandle.import_file" to { shop.importCsv(path, options, monday) },
                    "WorkspaceHandle.import_bytes" to { shop.importCsv(file(1), options, monday) },
                    "WorkspaceHandle.matcher" to { shop.keywords() },
                    "WorkspaceHandle.shut" to { Workspace.open(":memory:").also { panicInNextCall() }.close() },
                )
                for ((name, call) in calls) {
                    // Those that must make something first ask for the panic themselves.
                    if (!name.endsWith("shut") && !name.endsWith("rules")) panicInNextCall()
                    val thrown = assertThrown<ScrmException.Internal> { call() }
                    assertFalse(thrown.toString().contains("Anna"), name)
                    runCatching { call() }.onFailure { assertEquals(true, name.endsWith("shut") || name.endsWith("rules"), "$name: $it") }
                }
                assertEquals(exported(), calls.keys)
            }
        }
    }

    /** Every function of the library's objects: none may be forgotten above. */
    private fun exported(): Set<String> = setOf(DeduperHandle::class, EnginesHandle::class, MatcherHandle::class, WorkspaceHandle::class).flatMap { handle ->
        val functions = handle.java.interfaces.first { it.simpleName.endsWith("Interface") }.methods.map { it.name }
        val opening = if (handle == WorkspaceHandle::class) "open" else "new"
        (functions + opening).map { "${handle.simpleName}.${it.replace(Regex("[A-Z]")) { letter -> "_" + letter.value.lowercase() }}" }
    }.toSet()
}

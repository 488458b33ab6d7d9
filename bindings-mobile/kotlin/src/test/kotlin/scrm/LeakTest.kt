package scrm

import java.io.File
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** After a tenth of the work the process must not grow by more. */
private const val GROWTH_KB = 4 * 1024

class LeakTest {
    @Test
    fun `calls, objects and failures leave nothing behind`() = runBlocking {
        Workspace.open(":memory:").use { shop ->
            Engines().use { engines ->
                engines.keywords().use { keywords ->
                    val rules = listOf(KeywordRule(id = "price", label = "price", phrases = listOf("price")))
                    val growth = mapOf(
                        "calls" to growth(1_000_000) { keywords.labels("what is the price?") },
                        "requests" to growth(100_000) { engines.textFold("ПРИВЕТ") },
                        "objects" to growth(100_000) { KeywordMatcher(rules).close() },
                        "failures" to growth(10_000) { runCatching { engines.call("text.fold", "{}") } },
                        "refused workspaces" to growth(1_000) { runCatching { runBlocking { Workspace.open(":memory:", "{") } } },
                        "workspaces" to growth(100) { runBlocking { Workspace.open(":memory:").close() } },
                        "imports" to growth(100) { runBlocking { shop.importCsv(file(20), options, monday) } },
                    )
                    println("growth of the process in kB: $growth")
                    assertTrue(growth.values.all { it <= GROWTH_KB }, "$growth")
                }
            }
        }
    }

    private inline fun growth(times: Int, call: () -> Unit): Long {
        repeat(times / 10) { call() }
        val before = resident()
        repeat(times - times / 10) { call() }
        return resident() - before
    }

    /** What the process holds, in kB, once what is garbage is gone. */
    private fun resident(): Long {
        repeat(3) {
            System.gc()
            Thread.sleep(20)
        }
        return File("/proc/self/status").readLines().first { it.startsWith("VmRSS") }.filter(Char::isDigit).toLong()
    }
}

package scrm

import java.io.File
import kotlin.concurrent.thread
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What the process may grow by once a tenth of the work is done. */
private const val GROWTH_KB = 4 * 1024

/** So many times something is done, on two threads. */
private class Load(val times: Int, val call: () -> Unit) {
    fun run(share: Int) = List(2) { thread { repeat(times * share / 20) { call() } } }.forEach { it.join() }
}

class LeakTest {
    @Test
    fun `calls, objects and failures leave nothing behind`() = runBlocking {
        val rules = listOf(KeywordRule(id = "price", label = "price", phrases = listOf("price")))
        Workspace.open(":memory:").use { shop ->
            Engines().use { engines ->
                engines.keywords().use { keywords ->
                    val loads = listOf(
                        Load(900_000) { keywords.labels("what is the price?") },
                        Load(100_000) { engines.textFold("ПРИВЕТ") },
                        Load(100_000) { KeywordMatcher(rules).close() },
                        Load(10_000) { runCatching { engines.call("text.fold", "{}") } },
                        Load(1_000) { runCatching { runBlocking { Workspace.open(":memory:", "{") } } },
                        Load(100) { runBlocking { Workspace.open(":memory:").close() } },
                        Load(1_000) { runBlocking { Deduper().use { it.fit(listOf(record("name" to "Anna"), record("name" to "Ana"))) } } },
                        Load(100) { runBlocking { shop.importCsv(file(20), options, monday) } },
                    )
                    loads.forEach { it.run(share = 1) }
                    val before = resident()
                    loads.forEach { it.run(share = 9) }
                    val growth = resident() - before
                    println("the process grew by $growth kB")
                    assertTrue(growth <= GROWTH_KB, "$growth kB")
                }
            }
        }
    }

    /** What the process holds, in kB, once what is garbage is gone. */
    private fun resident(): Long {
        repeat(3) {
            System.gc()
            Thread.sleep(50)
        }
        return File("/proc/self/status").readLines().first { it.startsWith("VmRSS") }.filter(Char::isDigit).toLong()
    }
}

package scrm

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir

@Timeout(60, unit = TimeUnit.SECONDS)
class ThreadsTest {
    @Test
    fun `coroutines share a workspace`(@TempDir folder: Path) = runBlocking {
        Workspace.open(folder.resolve("shop.db").toString()).use { shop ->
            (0 until 8).map { writer ->
                async(Dispatchers.Default) {
                    repeat(20) { shop.receive(listOf(text("hello $it", from = "44740010000$writer", id = "$writer-$it")), monday) }
                }
            }.awaitAll()
            assertEquals(8, shop.customers().size)
        }
    }

    @Test
    fun `threads share engines and keywords`() {
        Engines().use { engines ->
            val keywords = engines.keywords()
            val wrong = java.util.concurrent.atomic.AtomicInteger()
            (0 until 16).map { number ->
                thread {
                    repeat(500) {
                        if (engines.textFold("ПРИВЕТ $number").text != "привет $number") wrong.incrementAndGet()
                        if (keywords.labels("price $number") != listOf("price")) wrong.incrementAndGet()
                    }
                }
            }.forEach { it.join() }
            assertEquals(0, wrong.get())
        }
    }

    @Test
    fun `closing while others call is an answer or a typed error`() = runBlocking {
        repeat(20) {
            val shop = Workspace.open(":memory:")
            val answers = (0 until 4).map {
                async(Dispatchers.Default) {
                    runCatching { repeat(50) { shop.customers() } }.exceptionOrNull()
                }
            }
            shop.close()
            assertTrue(answers.awaitAll().all { it == null || it is ScrmException.Api })
        }
    }
}

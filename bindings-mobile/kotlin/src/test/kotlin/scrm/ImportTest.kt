package scrm

import java.nio.file.Files
import java.nio.file.Path
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** More rows than a few batches hold. */
private const val MANY = 20_000

class ImportTest {
    @Test
    fun `progress comes as a flow and ends with the report`(@TempDir folder: Path) = inShop { shop ->
        val path = Files.write(folder.resolve("customers.csv"), file(MANY) + "test,none\n".toByteArray())
        val steps = shop.importSteps(path, options, monday).toList()
        val progress = steps.filterIsInstance<ImportStep.Progress>().map { it.progress.counts.read }
        assertTrue(progress.size > 2, "$progress")
        assertEquals(progress.sorted(), progress)
        val report = (steps.last() as ImportStep.Finished).report
        assertEquals(MANY.toLong(), report.counts.created)
        assertEquals(1, report.counts.rejected)
        val rejected = steps.filterIsInstance<ImportStep.Rejected>().joinToString("") { it.csv }
        assertTrue(rejected.contains("test,none"), rejected)
    }

    @Test
    fun `cancelling stops after the present batch, and importing again goes on`() = inShop { shop ->
        val begun = CompletableDeferred<Unit>()
        runBlocking {
            val import = launch {
                shop.importCsv(file(MANY), options, monday) { begun.complete(Unit) }
            }
            begun.await()
            import.cancelAndJoin()
        }
        val stored = shop.report(monday).report.customers.active
        assertTrue(stored in 1 until MANY, "$stored")
        val report = shop.importCsv(file(MANY), options, monday)
        assertEquals(MANY.toLong(), report.counts.created + report.counts.unchanged)
        assertEquals(stored, report.counts.unchanged)
    }

    @Test
    fun `a flow that nobody reads on stops the import`(@TempDir folder: Path) = inShop { shop ->
        val path = Files.write(folder.resolve("customers.csv"), file(MANY))
        shop.importSteps(path, options, monday).first()
        assertTrue(shop.report(monday).report.customers.active < MANY)
    }

    @Test
    fun `what a callback throws stops the import and is thrown`() = inShop { shop ->
        var calls = 0
        val thrown = assertThrown<IllegalStateException> {
            shop.importCsv(file(MANY), options, monday) {
                calls += 1
                error("Anna Walker")
            }
        }
        assertEquals("Anna Walker", thrown.message)
        assertEquals(1, calls)
        assertThrown<NumberFormatException> {
            shop.importCsv("Name,Phone\ntest,none\n".toByteArray(), options, monday, onRejected = { it.toInt() })
        }
        assertEquals(1, shop.receive(listOf(text("hello")), monday).size)
    }

    @Test
    fun `a callback may call the workspace, and close it`() = inShop { shop ->
        val seen = mutableListOf<Int>()
        shop.importCsv(file(MANY), options, monday) { seen += runBlocking { shop.customers(limit = 5).size } }
        assertEquals(setOf(5), seen.toSet())
        val refused = assertThrown<ScrmException.Api> {
            shop.importCsv(file(2 * MANY), options, monday) { shop.close() }
        }
        assertEquals("api.workspace.closed", refused.code)
    }

    @Test
    fun `a dry run stores nothing`() = inShop { shop ->
        val report = shop.importCsv(file(5), options.copy(dryRun = true), monday)
        assertEquals(5, report.counts.created)
        assertTrue(shop.customers().isEmpty())
    }

    @Test
    fun `a cancelled import is no failure of the workspace`() = inShop { shop ->
        runBlocking {
            val import = async { shop.importCsv(file(MANY), options, monday) }
            import.cancel()
            assertThrown<CancellationException> { import.await() }
        }
        assertEquals(1, shop.receive(listOf(text("hello")), monday).size)
    }
}

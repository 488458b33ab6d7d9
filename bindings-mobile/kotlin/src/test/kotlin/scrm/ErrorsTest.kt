package scrm

import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class ErrorsTest {
    @Test
    fun `a request names the field that is wrong`() = Engines().use { engines ->
        fun refusal(operation: String, request: String) = assertThrown<ScrmException.Api> { engines.call(operation, request) }
        assertEquals("txet", refusal("text.fold", """{"text": "x", "txet": "y"}""").field)
        assertEquals("text", refusal("text.fold", "{}").field)
        assertEquals("text", refusal("text.fold", """{"text": 1}""").field)
        val naive = refusal("audit.next", """{"after": "2026-01-05T09:00:00"}""")
        assertEquals("after", naive.field)
        assertTrue(naive.message.contains("offset"), naive.message)
        assertEquals("api.operation.unknown", refusal("text.flod", "{}").code)
        assertEquals("api.request.unreadable", refusal("text.fold", "{").code)
    }

    @Test
    fun `half of a surrogate pair is refused in a request, and matched as no letter`() {
        val half = "price \uD83D"
        inShop { shop ->
            val refused = assertThrown<ScrmException.Api> { shop.receive(listOf(text(half)), monday) }
            assertEquals("api.request.unreadable", refused.code)
            assertTrue(shop.customers().isEmpty())
        }
        Engines().use { it.keywords() }.use { keywords ->
            val hit = keywords.find("\uDE00 price \uD83D").first { it.label == "price" }
            assertEquals(2 until 7, hit.range)
            assertEquals(listOf(1, 0), keywords.findMany(listOf(half, "\uD83D")).map { it.size })
            assertEquals(listOf("price"), keywords.labels(half))
        }
    }

    @Test
    fun `a number that is none is refused`() = Engines().use { engines ->
        assertThrown<ScrmException.Api> { engines.auditWilson(Double.NaN, 10.0, 0.95) }
        Unit
    }

    @Test
    fun `a playbook names the key, line and column`() {
        val refused = assertThrown<ScrmException.Playbook> { Engines("[workspace]\nnmae = \"Harbour Tea\"\n") }
        assertTrue(refused.message.startsWith("workspace.nmae (line 2, column 1)"), refused.message)
        assertEquals("workspace.nmae", refused.field)
        inShop { assertThrown<ScrmException.Playbook> { Workspace.open(":memory:", "{") } }
    }

    @Test
    fun `each area has its class`() = inShop { shop ->
        shop.receive(listOf(text("hello")), monday)
        val id = shop.customers().single().id
        assertEquals("dedupe.merge.same_customer", assertThrown<ScrmException.Dedupe> { shop.merge(id, id, now = monday) }.code)
        val missing = assertThrown<ScrmException.Api> { shop.importCsv(Path.of("/none/customers.csv"), options, monday) }
        assertEquals("api.file.unreadable", missing.code)
        assertEquals("file", missing.field)
        assertEquals("file: there is no such file", missing.message)
        val rule = KeywordRule(id = "a", label = "a", phrases = listOf("("), mode = MatchMode.REGEX)
        assertThrown<ScrmException.Keyword> { KeywordMatcher(listOf(rule)) }
        val nobody = text("hello").copy(sender = Sender(identifiers = emptyList()))
        assertThrown<ScrmException.Workspace> { shop.receive(listOf(nobody), monday) }
        assertThrown<ScrmException.Workspace> { shop.customer("c_none") }
        Unit
    }

    @Test
    fun `an error carries nothing of a customer's`() = inShop { shop ->
        val refused = assertThrown<ScrmException> { shop.importCsv("Name\n\"Anna Walker".toByteArray(), options.copy(csv = CsvOptions(encoding = null)), monday) }
        assertFalse(refused.toString().contains("Anna"), refused.toString())
    }

    @Test
    fun `what is closed takes no calls and can be closed again`() = runBlocking {
        val shop = Workspace.open(":memory:")
        val engines = Engines()
        val keywords = engines.keywords()
        repeat(2) {
            shop.close()
            engines.close()
            keywords.close()
        }
        val refusals = listOf(
            assertThrown<ScrmException.Api> { shop.customers() },
            assertThrown<ScrmException.Api> { shop.importCsv(file(1), options, monday) },
            assertThrown<ScrmException.Api> { shop.keywords() },
            assertThrown<ScrmException.Api> { engines.textFold("x") },
            assertThrown<ScrmException.Api> { engines.keywords() },
            assertThrown<ScrmException.Api> { keywords.find("x") },
            assertThrown<ScrmException.Api> { keywords.findMany(listOf("x")) },
            assertThrown<ScrmException.Api> { keywords.labels("x") },
        )
        assertEquals(setOf("api.workspace.closed"), refusals.map { it.code }.toSet())
    }
}

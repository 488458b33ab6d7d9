package scrm

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class SegmentTest {
    private val rows: List<Map<String, JsonElement>> = listOf(
        mapOf("name" to JsonPrimitive("Анна"), "company_size" to JsonPrimitive(250), "tier" to JsonPrimitive("a")),
        mapOf("name" to JsonPrimitive("山田"), "company_size" to JsonPrimitive(20), "tags" to JsonArray(listOf(JsonPrimitive("behaviour.quoted")))),
        mapOf("name" to JsonPrimitive("عمر")),
    )

    @Test
    fun `rows are asked by the names of the expression`() = Engines().use { engines ->
        assertEquals(listOf(true, false, null), Segment("company_size>200", engines).mask(rows, monday))
        val tagged = Segment("has_tag('behaviour.quoted') || name == \"анна\"", engines)
        assertEquals(listOf(true, true, false), tagged.mask(rows, monday))
        assertEquals("has_tag(\"behaviour.quoted\") || name == \"анна\"", "$tagged")
        assertEquals(listOf(true, true, true), Segment("true", engines).mask(rows, monday))
        assertEquals(emptyList<Boolean?>(), tagged.mask(emptyList(), monday))
    }

    @Test
    fun `customers are asked as a workspace gives them`() = inShop { shop ->
        shop.importCsv("Name,Phone,Company size\nAnna,+447400123456,250\nOmar,+447400123457,20\n".toByteArray(), options, monday)
        Engines().use { engines ->
            val large = Segment("company_size > 200", engines)
            val (anna) = large.filter(shop.customers(), monday)
            assertEquals(shop.segment("company_size > 200", monday), listOf(anna.id))
            assertEquals(true, large.matches(anna, now = monday))
            assertEquals(true, large.explain(anna, now = monday).holds)
            val asked = Segment("count(\"message_received\") > 0", engines)
            assertEquals(listOf(false, false), asked.matches(shop.customers().map { SegmentCustomer(it) }, monday))
        }
    }

    @Test
    fun `a slip is an error with its place, and a tree is the same expression`() = Engines().use { engines ->
        val slip = assertThrows(ScrmException.Segment::class.java) { Segment("company_syze > 1", engines) }
        assertEquals("segment.unknown", slip.code)
        assertTrue("company_size" in slip.message)
        val chosen = Segment("tier in [\"A\", \"B\"]", engines)
        assertEquals(chosen.text, engines.segmentFromTree(chosen.tree).text)
    }

    @Test
    fun `SQL is what SQLite is asked`() = Engines().use { engines ->
        val sql = Segment("!archived && order_count > 2", engines).toSql(monday)
        assertTrue(sql.startsWith("SELECT c.id FROM customers AS c"))
        assertTrue("order_placed" in sql)
        val slip = assertThrows(ScrmException.Segment::class.java) { engines.segmentSql("archived &&", monday) }
        assertEquals("segment.syntax", slip.code)
    }
}

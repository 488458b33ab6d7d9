package scrm

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class ScriptsTest {
    private val messages = mapOf(
        "كم السعر؟ 😀" to "السعر",
        "कीमत क्या है?" to "कीमत",
        "請問這個多少錢🙏🏽" to "多少錢",
        "Ｗｈａｔ ｉｓ ｔｈｅ Ｐｒｉｃｅ" to "Ｐｒｉｃｅ",
        "👨‍👩‍👧 Сколько стоит?" to "Сколько стоит",
        "🇬🇧 how much?" to "how much",
    )

    @Test
    fun `places hold in strings of every script`() = Engines().use { engines ->
        engines.keywords().use { keywords ->
            val found = keywords.findMany(messages.keys.toList())
            for ((case, hits) in messages.entries.zip(found)) {
                val (message, phrase) = case
                val written = hits.filter { it.label == "price" }.map { message.substring(it.range) }
                assertEquals(true, phrase in written, "$message: $written")
                assertEquals(hits, keywords.find(message))
                // The operation of the table says the same.
                val operation = engines.keywordFind(message).hits
                assertEquals(operation.map { it.rule to (it.utf16.first until it.utf16.second).let { place -> place.first.toInt()..place.last.toInt() } }, hits.map { it.rule to it.range })
            }
        }
    }

    @Test
    fun `words of every script go in and come out as they were`() = inShop { shop ->
        messages.keys.forEachIndexed { index, message ->
            shop.receive(listOf(text(message, from = "44740010000$index")), monday)
        }
        val kept = shop.allTexts()
        assertEquals(messages.keys, kept)
        val name = "Анна 王小明 أحمد 😀 \u0000\u2028\"\\"
        shop.importCsv("Name,Phone\n\"${name.replace("\"", "\"\"").replace("\u0000", "")}\",+447400999999\n".toByteArray(), options, monday)
        val hit = shop.search("王小明").filterIsInstance<SearchHit.Customer>().first().id
        assertEquals(true, (shop.customer(hit).fields["name"] as Field.Text).value.startsWith("Анна 王小明 أحمد 😀"))
    }

    @Test
    fun `folding knows every script`() = Engines().use { engines ->
        assertEquals("привет", engines.textFold("ПРИВЕТ").text)
        assertEquals("abc 123", engines.textFold("ＡＢＣ １２３").text)
        assertEquals(engines.textFold("أحمد").text, engines.textFold("احمد").text)
    }

    private suspend fun Workspace.allTexts(): Set<String> = customers().flatMap { customer ->
        customerView(customer.id, monday.minusSeconds(60), monday.plusSeconds(60)).timeline
    }.mapNotNull { entry ->
        ((entry as? TimelineEntry.Message)?.message as? MessageRecord.Customer)?.body.let { it as? MessageBody.Text }?.text
    }.toSet()
}

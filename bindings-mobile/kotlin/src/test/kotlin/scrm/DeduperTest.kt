package scrm

import java.nio.file.Files
import java.nio.file.Path
import java.time.LocalDate
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class DeduperTest {
    private val people = listOf(
        record("no" to 1, "name" to "Anna Walker", "birthday" to LocalDate.of(1990, 3, 15), "phone" to "+44 7400 123456"),
        record("no" to 2, "name" to "Walker, Ana", "birthday" to "15.03.1990", "phone" to "07400 123456"),
        record("no" to 3, "name" to "Omar Haddad", "birthday" to "1985-11-02", "phone" to listOf("+971 50 123 4567", null)),
    )

    @Test
    fun `one person in other words is found, and why is said`() = runBlocking {
        Deduper().use { deduper ->
            assertEquals(3L, deduper.fit(people, id = "no").records.toLong())
            assertEquals(listOf(listOf("1", "2"), listOf("3")), deduper.clusters())
            val pair = deduper.pairs().single()
            assertEquals(Triple("1", "2", LinkVerdict.MERGE), Triple(pair.first, pair.second, pair.verdict))
            assertEquals(pair.probability, deduper.score("1", "2"), 1e-12)
            assertEquals(setOf(FieldKind.NAME, FieldKind.BIRTHDAY, FieldKind.PHONE), deduper.explain("1", "2").fields.map { it.kind }.toSet())
            val said = record("name" to "haddad omar", "phone" to "00971501234567")
            assertEquals(listOf("3"), deduper.query(said).map { it.id })
            deduper.add(said, id = "new")
            assertEquals(listOf("3", "new"), deduper.explainCluster("new").records)
            deduper.tellApart("3", "new")
            assertEquals(listOf("new"), deduper.clusters().last())
            assertEquals(listOf(true, false), List(2) { deduper.remove("new") })
            assertEquals(1.0, deduper.certify(mapOf("1" to "anna", "2" to "anna", "3" to "omar")).pairwise.precision.value)
            assertEquals(1L, deduper.certify(listOf(LabelledPair("1", "2", true))).matches.toLong())
        }
    }

    @Test
    fun `a file is as good as a list`(@TempDir folder: Path) = runBlocking {
        val file = folder.resolve("people.csv")
        Files.writeString(file, "name;phone\nAnna Walker;+44 7400 123456\n\"Walker, Ana\";07400 123456\n")
        Deduper(DeduperConfig(merge = 0.9)).use { deduper ->
            assertEquals(0.9, deduper.fit(file).config.merge)
            assertEquals(listOf(listOf("0", "1")), deduper.clusters())
        }
    }

    @Test
    fun `wrong calls are named`(): Unit = runBlocking {
        assertEquals("merge", assertThrown<ScrmException.Dedupe> { Deduper(DeduperConfig(merge = 7.0)) }.field)
        val deduper = Deduper()
        assertEquals("api.deduper.not_fitted", assertThrown<ScrmException.Api> { deduper.clusters() }.code)
        deduper.fit(people, id = "no")
        assertEquals("b", assertThrown<ScrmException.Dedupe> { deduper.score("1", "9") }.field)
        assertEquals("id", assertThrown<ScrmException.Api> { deduper.fit(people, id = "number") }.field)
        assertEquals("api.file.unreadable", assertThrown<ScrmException.Api> { deduper.fit(Path.of("/nothing/here.csv")) }.code)
        assertTrue(deduper.clusters().isNotEmpty(), "what was refused changed nothing")
        repeat(2) { deduper.close() }
        assertEquals("api.workspace.closed", assertThrown<ScrmException.Api> { deduper.clusters() }.code)
    }
}

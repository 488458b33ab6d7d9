package scrm

import java.nio.file.Path
import java.time.Duration
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class WorkspaceTest {
    @Test
    fun `a day from the file to the report`() = inShop { shop ->
        val report = shop.importCsv(file(3), options, monday)
        assertEquals(3, report.counts.created)

        val received = shop.receive(listOf(text("What is the price?", from = "447400100001")), monday).single()
        assertEquals(ReceivedKind.NEW, received.kind)
        assertEquals(ReceivedKind.DUPLICATE, shop.receive(listOf(text("What is the price?", from = "447400100001")), monday).single().kind)

        val due = checkNotNull(shop.nextWakeup().at)
        shop.tick(due)
        val leased = shop.lease(worker = "phone", now = due).single()
        assertEquals(received.outbox, leased.message.id)
        assertTrue(shop.attempt(leased.message.id, leased.generation, now = due).send)
        val sent = shop.acknowledge(leased.message.id, leased.generation, externalId = "wamid.1", now = due)
        assertTrue(shop.explain(sent.message).facts.isNotEmpty())

        val customer = shop.customer(checkNotNull(received.customer))
        assertEquals("Anna Walker 1", (customer.fields["name"] as Field.Text).value)
        assertTrue(shop.customerView(customer.id, monday, monday + Duration.ofDays(1)).timeline.isNotEmpty())
        assertEquals(listOf(customer.id), shop.search("Walker 1").filterIsInstance<SearchHit.Customer>().map { it.id })
        assertEquals(3, shop.report(monday).report.customers.active)
    }

    @Test
    fun `customers come as a flow over all pages`() = inShop { shop ->
        shop.importCsv(file(250), options, monday)
        val customers = shop.allCustomers().toList()
        assertEquals(250, customers.map { it.id }.distinct().size)
        assertEquals(customers.map { it.id }.sorted(), customers.map { it.id })
        assertEquals(customers.take(7), shop.customers(limit = 7))
    }

    @Test
    fun `what is answered can be given back`() = inShop { shop ->
        shop.importCsv(file(2), options, monday)
        val (first, second) = shop.customers()
        val merge = shop.merge(survivor = first.id, absorbed = second.id, now = monday).merge
        assertEquals(first.id, shop.customer(second.id).id)
        assertEquals(second.id, shop.undoMerge(merge, now = monday).restored)
        assertEquals(second, shop.customer(second.id))
        val priority = Engines().use { it.priorityEvaluate(first, now = monday) }
        assertEquals(3, priority.level)
    }

    @Test
    fun `who belongs to a saved segment is kept by the clock`() {
        val playbook = "[[segments.saved]]\nid = \"silent\"\nnames = {ru = \"Молчат\"}\nwhen = 'last_inbound < now - days(7)'\n"
        inShop(playbook) { shop ->
            val customer = checkNotNull(shop.receive(listOf(text("hello")), monday).single().customer)
            val due = checkNotNull(shop.customer(customer).segmentsDue)
            assertEquals(monday + Duration.ofDays(7) + Duration.ofMillis(1), due)
            shop.tick(due)
            assertEquals(listOf(SegmentMember(customer = customer, since = due)), shop.segmentMembers("silent"))
            assertEquals(1, shop.savedSegments().segments.single().members)
            assertEquals(0, shop.refreshSegments(due).entered)
        }
    }

    @Test
    fun `another playbook changes who is told, and nothing is written`() = inShop { shop ->
        shop.importCsv(file(3), options, monday)
        val before = shop.customers()
        val other = "[replies.human_request]\naudience = \"agent:omar\"\n"
        val compared = shop.diffPlaybook(other, now = monday, samples = 2)
        val change = compared.diff.changes.single() as CountedChange.Owner
        assertEquals("agent:omar", change.to)
        assertEquals(3L, change.customers)
        assertEquals(2, change.samples.size)
        assertTrue(compared.text.contains("agent:omar: 3"))
        assertEquals(0L, shop.diffPlaybooks(a = other, b = other, now = monday).diff.changed)
        assertEquals(before, shop.customers())
        val refused = assertThrown<ScrmException.Segment> { shop.diffPlaybook(other, now = monday, segment = "company_syze > 3") }
        assertEquals("segment", refused.field)
    }

    @Test
    fun `a playbook is laid over the standard one`() {
        inShop("[workspace]\nname = \"Harbour Tea\"\n") { shop ->
            val welcome = shop.receive(listOf(text("hello")), monday).single()
            val due = checkNotNull(shop.nextWakeup().at)
            val message = shop.lease("phone", now = due).single().message
            assertEquals(welcome.outbox, message.id)
            assertTrue((message.body as MessageBody.Text).text.contains("Harbour Tea"))
        }
    }

    @Test
    fun `a file outlives the object, and belongs to one at a time`(@TempDir folder: Path) = runBlocking {
        val path = folder.resolve("магазин 店.db").toString()
        Workspace.open(path).use { it.receive(listOf(text("hello")), monday) }
        Workspace.open(path).use { shop ->
            assertEquals(1, shop.customers().size)
            val refused = assertThrown<ScrmException.Store> { Workspace.open(path) }
            assertTrue(refused.isRetryable)
        }
        assertNull(Workspace.open(path).use { it.customers(after = "z").firstOrNull() })
    }
}

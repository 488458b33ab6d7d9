package scrm

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull

/**
 * Who is meant: a checked expression, as in docs/segments.md, asked of customers and of rows that somebody else keeps. Where
 * the time of a question is left out, it is that of the call.
 *
 * ```
 * Engines().use { engines ->
 *     val large = Segment("company_size > 200 && tier == \"A\"", engines)
 *     large.filter(customers) // those who belong
 * }
 * ```
 *
 * @param text the expression.
 * @param engines of the playbook whose tags, calendar and currencies the expression may use.
 * @throws ScrmException.Segment with line and column where the text is no expression, or names what is not known.
 */
public class Segment(text: String, private val engines: Engines) {
    private val checked = engines.segmentCheck(text)

    /** The expression in its usual form. */
    public val text: String get() = checked.text

    /** The same as a tree, for interfaces that build filters from menus. */
    public val tree: Expression get() = checked.tree

    /** Whether a customer belongs; null where something that the expression asks is not known. */
    public fun matches(customer: Customer, events: List<RecordedEvent> = emptyList(), now: Instant = Instant.now()): Boolean? =
        matches(listOf(SegmentCustomer(customer, events)), now).single()

    /** For each customer whether they belong; null where something that the expression asks is not known. */
    public fun matches(customers: List<SegmentCustomer>, now: Instant = Instant.now()): List<Boolean?> =
        engines.segmentMatch(text, customers, now).holds

    /** The customers who belong. What happened to customers is not asked: `matches` takes events too. */
    public fun filter(customers: List<Customer>, now: Instant = Instant.now()): List<Customer> {
        val holds = matches(customers.map(::SegmentCustomer), now)
        return customers.filterIndexed { place, _ -> holds[place] == true }
    }

    /**
     * For each row whether it belongs; null where something that the expression asks is not known. Values stand under the names
     * that the expression has for them; `tags` lists the ids of tags.
     */
    public fun mask(rows: List<Map<String, JsonElement>>, now: Instant = Instant.now()): List<Boolean?> {
        val asked = checked.columns.associateWith { name -> rows.map { row -> row[name] ?: JsonNull } }
        // A question that asks nothing of the rows has as many answers as there are rows.
        val columns = asked.ifEmpty { mapOf("name" to rows.map { JsonNull }) }
        return engines.segmentFilter(text, columns, now).holds
    }

    /** What came of each clause for a customer: why they are in or out. */
    public fun explain(customer: Customer, events: List<RecordedEvent> = emptyList(), now: Instant = Instant.now()): ExplainedClause =
        engines.segmentExplain(text, customer, now, events)

    /**
     * The query with which a store in SQLite is asked for who belongs: those of whom its condition holds, and those of whom it
     * may hold, because the record has to say.
     */
    public fun toSql(now: Instant = Instant.now()): String = engines.segmentSql(text, now)

    override fun toString(): String = text
}

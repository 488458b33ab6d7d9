package scrm

import java.nio.charset.CharacterCodingException
import kotlinx.serialization.encodeToString
import scrm.ffi.MatcherHandle
import scrm.ffi.Place

/**
 * A compiled set of keywords, for loops over many messages. Calls return at once and may come from any thread.
 *
 * ```
 * KeywordMatcher(listOf(KeywordRule(id = "price", label = "price", phrases = listOf("price", "цена")))).use {
 *     it.labels("Какая ЦЕНА?") // [price]
 * }
 * ```
 */
public class KeywordMatcher internal constructor(private val handle: MatcherHandle) : AutoCloseable {
    /**
     * Compiles rules.
     *
     * @throws ScrmException.Keyword where a rule is refused.
     */
    public constructor(rules: List<KeywordRule>) : this(
        crossingWithJson(scrmJson.encodeToString(rules)) { MatcherHandle(it) },
    )

    private val names = crossing { handle.rules() }

    /** Every hit in a message, in the order of where they begin. */
    public fun find(message: String): List<KeywordHit> = hits(crossingWithMessage(message) { handle.find(it) })

    /** Every hit in each of many messages, in their order: one call for all of them. */
    public fun findMany(messages: List<String>): List<List<KeywordHit>> = crossing {
        try {
            handle.findMany(messages)
        } catch (_: CharacterCodingException) {
            handle.findMany(messages.map(::replaceSurrogates))
        }
    }.map(::hits)

    /** The topics of a message, in the order in which they turn up. */
    public fun labels(message: String): List<String> = crossingWithMessage(message) { handle.labels(it) }

    /**
     * Every phrase that stands in a message, those that come to nothing included: how it has to stand, and what came of it.
     * In the order of their places.
     */
    public fun explain(message: String): List<ExplainedKeyword> =
        scrmJson.decodeFromString(crossingWithMessage(message) { handle.explain(it) })

    /** Lets the keywords go. Later calls throw [ScrmException.Api]; closing twice does nothing. */
    override fun close(): Unit = crossing { handle.shut() }

    private fun hits(places: List<Place>): List<KeywordHit> = places.map { place ->
        val rule = names[place.rule]
        KeywordHit(rule.id, rule.label, place.phrase, place.start until place.end)
    }
}

/**
 * A phrase of a rule, found in a message.
 *
 * @property rule the rule's id.
 * @property label the rule's topic.
 * @property phrase which of the rule's phrases and terms, counted from 0.
 * @property range where in the message as it was written: `message.substring(hit.range)`.
 */
public data class KeywordHit(val rule: RuleId, val label: String, val phrase: Int, val range: IntRange)

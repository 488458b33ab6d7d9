package scrm

import kotlinx.serialization.builtins.ListSerializer
import kotlinx.serialization.encodeToString
import scrm.ffi.MatcherHandle

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

    /** Every hit in a message. Its places count in UTF-16 units too, as the indices of a [String] do. */
    public fun find(message: String): List<KeywordHit> {
        val hits = crossingWithMessage(message) { handle.find(it) }
        return scrmJson.decodeFromString(ListSerializer(KeywordHit.serializer()), hits)
    }

    /** Every hit in each of many messages, in their order: one call for all of them. */
    public fun findMany(messages: List<String>): List<List<KeywordHit>> {
        val hits = crossing {
            try {
                handle.findMany(messages)
            } catch (_: java.nio.charset.CharacterCodingException) {
                handle.findMany(messages.map(::replaceSurrogates))
            }
        }
        return scrmJson.decodeFromString(ListSerializer(ListSerializer(KeywordHit.serializer())), hits)
    }

    /** The topics of a message, in the order in which they turn up. */
    public fun labels(message: String): List<String> = crossingWithMessage(message) { handle.labels(it) }

    /** Lets the keywords go. Later calls throw [ScrmException.Api]; closing twice does nothing. */
    override fun close(): Unit = crossing { handle.shut() }
}

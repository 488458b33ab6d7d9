package scrm

import java.time.Instant
import scrm.ffi.EnginesHandle

/**
 * The engines of a playbook, without a workspace. Calls return at once and may come from any thread.
 *
 * ```
 * Engines().use { engines -> engines.textFold("ПРИВЕТ").text } // привет
 * ```
 *
 * @param playbook a TOML or JSON document laid over the standard playbook; the standard one where left out.
 * @throws ScrmException.Playbook names the key, line and column that are wrong.
 */
public class Engines(playbook: String? = null) : EngineOperations(), AutoCloseable {
    private val handle = crossing { EnginesHandle(playbook) }

    /** The playbook's keywords. */
    public fun keywords(): KeywordMatcher = KeywordMatcher(crossing { handle.matcher() })

    /**
     * The query with which a store in SQLite is asked for who belongs to an expression: those of whom its condition holds, and
     * those of whom it may hold, because the record has to say.
     *
     * @throws ScrmException.Segment with line and column where the expression is refused.
     */
    public fun segmentSql(expression: String, now: Instant): String =
        crossingWithMessage(expression) { handle.segmentSql(it, now.toString()) }

    /** Calls an operation by its name, with JSON text in and out: what the typed methods do. */
    override fun call(operation: String, request: String): String =
        crossingWithJson(request) { handle.call(operation, it) }

    /** Lets the engines go. Later calls throw [ScrmException.Api]; closing twice does nothing. */
    override fun close(): Unit = crossing { handle.shut() }
}

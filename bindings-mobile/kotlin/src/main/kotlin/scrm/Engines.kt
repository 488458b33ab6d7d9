package scrm

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

    /** Calls an operation by its name, with JSON text in and out: what the typed methods do. */
    override fun call(operation: String, request: String): String =
        crossingWithJson(request) { handle.call(operation, it) }

    /** Lets the engines go. Later calls throw [ScrmException.Api]; closing twice does nothing. */
    override fun close(): Unit = crossing { handle.shut() }
}

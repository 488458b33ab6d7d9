package scrm

import java.nio.charset.CharacterCodingException
import scrm.ffi.CallException

/** Runs a call of the native library; what it refuses is thrown as a [ScrmException]. */
internal inline fun <T> crossing(call: () -> T): T =
    try {
        call()
    } catch (refused: CallException.Refused) {
        throw ScrmException.of(refused.code, refused.problem, refused.field, refused.row?.toLong())
    }

/**
 * Calls with a text of JSON. Half of a surrogate pair has no UTF-8; it goes over as an escape, which the engine
 * refuses with the field that holds it.
 */
internal inline fun <T> crossingWithJson(json: String, call: (String) -> T): T =
    crossing {
        try {
            call(json)
        } catch (_: CharacterCodingException) {
            call(mendSurrogates(json) { half -> "\\u%04x".format(half.code) })
        }
    }

/** Calls with a message of a customer's. Half of a surrogate pair is matched as the replacement character. */
internal inline fun <T> crossingWithMessage(message: String, call: (String) -> T): T =
    crossing {
        try {
            call(message)
        } catch (_: CharacterCodingException) {
            call(replaceSurrogates(message))
        }
    }

/** Of the same length, so that the places of what is found hold in the message as it was. */
internal fun replaceSurrogates(text: String): String = mendSurrogates(text) { "\uFFFD" }

private inline fun mendSurrogates(text: String, mend: (Char) -> String): String = buildString(text.length) {
    var at = 0
    while (at < text.length) {
        val unit = text[at]
        val paired = unit.isHighSurrogate() && text.getOrNull(at + 1)?.isLowSurrogate() == true
        if (paired) {
            append(unit).append(text[at + 1])
            at += 1
        } else {
            if (unit.isSurrogate()) append(mend(unit)) else append(unit)
        }
        at += 1
    }
}

package scrm

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.json.Json

/**
 * How requests are written and answers are read. A field that is left out of a request is not written, so that
 * the engine's own default holds; a field that a later engine adds to an answer is passed over. A number that is
 * none goes over too, for the engine to refuse.
 */
@OptIn(ExperimentalSerializationApi::class)
public val scrmJson: Json = Json {
    encodeDefaults = false
    explicitNulls = false
    ignoreUnknownKeys = true
    allowSpecialFloatingPointValues = true
}

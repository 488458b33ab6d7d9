package scrm

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.InternalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.SerializationException
import kotlinx.serialization.descriptors.PolymorphicKind
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.StructureKind
import kotlinx.serialization.descriptors.buildSerialDescriptor
import kotlinx.serialization.encoding.CompositeDecoder
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.encoding.decodeStructure
import kotlinx.serialization.encoding.encodeCollection
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonDecoder
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonEncoder
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.decodeFromJsonElement
import kotlinx.serialization.json.encodeToJsonElement

/** Two values that data holds as a list of two. */
public typealias PairAsList<A, B> = @Serializable(with = PairAsListSerializer::class) Pair<A, B>

@OptIn(ExperimentalSerializationApi::class, InternalSerializationApi::class)
internal class PairAsListSerializer<A, B>(
    private val first: KSerializer<A>,
    private val second: KSerializer<B>,
) : KSerializer<Pair<A, B>> {
    override val descriptor: SerialDescriptor = buildSerialDescriptor("scrm.PairAsList", StructureKind.LIST) {
        element("0", first.descriptor)
        element("1", second.descriptor)
    }

    override fun serialize(encoder: Encoder, value: Pair<A, B>) = encoder.encodeCollection(descriptor, 2) {
        encodeSerializableElement(descriptor, 0, first, value.first)
        encodeSerializableElement(descriptor, 1, second, value.second)
    }

    override fun deserialize(decoder: Decoder): Pair<A, B> = decoder.decodeStructure(descriptor) {
        if (decodeElementIndex(descriptor) != 0) throw SerializationException("a list of two is empty")
        val head = decodeSerializableElement(descriptor, 0, first)
        if (decodeElementIndex(descriptor) != 1) throw SerializationException("a list of two has one value")
        val tail = decodeSerializableElement(descriptor, 1, second)
        if (decodeElementIndex(descriptor) != CompositeDecoder.DECODE_DONE) {
            throw SerializationException("a list of two has more values")
        }
        head to tail
    }
}

/** The only field of an object. */
internal typealias FieldOfObject = Pair<String, JsonElement>

/** What the only field of an object holds. */
internal class ObjectValue(val json: Json, val element: JsonElement) {
    inline fun <reified T> read(): T = json.decodeFromJsonElement(element)
}

internal inline fun <reified T> element(value: T): JsonElement = scrmJson.encodeToJsonElement(value)

/** One of several words, or an object with one field. */
@OptIn(InternalSerializationApi::class)
internal abstract class WordOrObjectSerializer<T : Any>(
    name: String,
    private val words: Map<String, T>,
) : KSerializer<T> {
    /** The value of an object's field, or null for a field that nobody knows. */
    abstract fun read(field: String, value: ObjectValue): T?

    /** The field of an object, or null for a word. */
    abstract fun written(value: T): FieldOfObject?

    override val descriptor: SerialDescriptor = buildSerialDescriptor(name, PolymorphicKind.SEALED)

    override fun deserialize(decoder: Decoder): T {
        val json = (decoder as JsonDecoder)
        val value = when (val element = json.decodeJsonElement()) {
            is JsonPrimitive -> words[element.content]
            is JsonObject -> element.entries.singleOrNull()?.let { (field, value) -> read(field, ObjectValue(json.json, value)) }
            else -> null
        }
        return value ?: throw SerializationException("neither a known word nor an object with one known field")
    }

    override fun serialize(encoder: Encoder, value: T) {
        val word = words.entries.firstOrNull { it.value == value }?.key
        val element = if (word != null) JsonPrimitive(word) else JsonObject(mapOf(checkNotNull(written(value))))
        (encoder as JsonEncoder).encodeJsonElement(element)
    }
}

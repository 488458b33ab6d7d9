package scrm

import java.time.DateTimeException
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.OffsetDateTime
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.PrimitiveSerialDescriptor
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder

// Android's `Instant.parse` reads no offsets before API 34.
internal object InstantSerializer :
    TimeSerializer<Instant>("Instant", { OffsetDateTime.parse(it).toInstant() }, Instant::toString)

internal object LocalDateSerializer : TimeSerializer<LocalDate>("LocalDate", LocalDate::parse, LocalDate::toString)

internal object LocalDateTimeSerializer :
    TimeSerializer<LocalDateTime>("LocalDateTime", LocalDateTime::parse, LocalDateTime::toString)

/** A time as text. */
internal abstract class TimeSerializer<T>(
    name: String,
    private val read: (String) -> T,
    private val write: (T) -> String,
) : KSerializer<T> {
    override val descriptor: SerialDescriptor = PrimitiveSerialDescriptor("scrm.$name", PrimitiveKind.STRING)

    override fun serialize(encoder: Encoder, value: T) = encoder.encodeString(write(value))

    override fun deserialize(decoder: Decoder): T =
        try {
            read(decoder.decodeString())
        } catch (unreadable: DateTimeException) {
            throw SerializationException("not a time", unreadable)
        }
}

package scrm

import java.time.Instant
import kotlinx.coroutines.runBlocking

internal val monday: Instant = Instant.parse("2026-01-05T09:00:00Z")

internal fun text(words: String, from: String = "447400123456", id: String = "m-$from-${words.hashCode()}", at: Instant = monday) =
    IncomingMessage(
        externalId = id,
        channel = Channel.WHATSAPP,
        account = "shop",
        sender = Sender(identifiers = listOf(SenderIdentifier(kind = IdentifierKind.WhatsappId, value = from))),
        body = MessageBody.Text(text = words),
        sentAt = at,
    )

internal val options = ImportOptions(source = "shop", defaultRegion = "GB")

/** A file of so many customers. */
internal fun file(rows: Int): ByteArray = buildString {
    append("Name,Phone\n")
    repeat(rows) { append("Anna Walker $it,+4474001${it.toString().padStart(5, '0')}\n") }
}.toByteArray()

/** Runs a test on a workspace in memory. */
internal fun inShop(playbook: String? = null, test: suspend (Workspace) -> Unit): Unit = runBlocking {
    Workspace.open(":memory:", playbook).use { test(it) }
}

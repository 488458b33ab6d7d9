package scrm.examples

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.OffsetDateTime
import kotlin.io.path.appendText
import kotlin.io.path.createFile
import kotlin.io.path.createTempDirectory
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.Serializable
import kotlinx.serialization.encodeToString
import scrm.Channel
import scrm.Event
import scrm.Field
import scrm.IdentifierKind
import scrm.ImportOptions
import scrm.IncomingMessage
import scrm.MessageBody
import scrm.RecordedEvent
import scrm.Sender
import scrm.SenderIdentifier
import scrm.Workspace
import scrm.scrmJson

/** What the phone keeps of a day without a network, to tell the server in the evening: one line each. */
@Serializable
data class Heard(val now: String, val message: IncomingMessage? = null, val event: RecordedEvent? = null)

/** A salesperson's phone: decides by itself all day, and tells the server in the evening. */
fun main(): Unit = runBlocking {
    val folder = createTempDirectory("scrm-offline-day")
    val diary = folder.resolve("day.jsonl").createFile()
    Workspace.open(folder.resolve("phone.db").toString(), PLAYBOOK).use { offlineDay(it, folder, diary) }
    Workspace.open(folder.resolve("server.db").toString(), PLAYBOOK).use { server ->
        importCustomers(server, folder)
        sync(server, diary)
        val names = server.allCustomers().toList().map { it.fields["name"] }.filterIsInstance<Field.Text>()
        println("The server knows ${names.size} customers: ${names.joinToString { it.value }}")
    }
    folder.toFile().deleteRecursively()
}

private suspend fun offlineDay(phone: Workspace, folder: Path, diary: Path) {
    importCustomers(phone, folder)
    println("-- the day, offline")
    for ((clock, from, words) in MESSAGES) {
        val now = at(clock)
        phone.tick(now)
        val message = text(from, words, now)
        val draft = phone.draft(message, now)
        println("$clock  $words\n       ${draft.rule ?: "no rule"}: ${draft.text?.lines()?.first() ?: "(stay silent)"}")
        val received = phone.receive(listOf(message), now).single()
        keep(diary, Heard(now.toString(), message = message))
        if (draft.text == null) {
            // The salesperson answers by hand; the bot is silent in this thread from now on.
            val reply = RecordedEvent.AgentReplied(
                id = "reply-${message.externalId}",
                at = now + Duration.ofMinutes(5),
                conversation = received.conversation,
                customer = received.customer,
                agent = "mei",
                body = MessageBody.Text(text = "I'll look into it and call you at three."),
            )
            phone.record(listOf(reply), reply.at)
            keep(diary, Heard(reply.at.toString(), event = reply))
        }
    }
    val evening = at("19:00")
    println("-- the evening: ${phone.tick(evening).fired.size} timers since the last message")
    println("Waiting for an answer: ${phone.queue(evening).size} customers")
    println("To sync: ${Files.readAllLines(diary).size} lines")
}

private suspend fun importCustomers(workspace: Workspace, folder: Path) {
    val file = Files.writeString(folder.resolve("customers.csv"), CUSTOMERS)
    val report = workspace.importCsv(file, ImportOptions(source = "crm", defaultRegion = "TW"), at("07:30"))
    println("Imported ${report.counts.created} customers")
}

/** Tells the server of the day. A line told twice changes nothing, so a sync that broke off is begun again. */
private suspend fun sync(server: Workspace, diary: Path) {
    repeat(2) { attempt ->
        val heard = Files.readAllLines(diary).map { scrmJson.decodeFromString<Heard>(it) }
        val kinds = heard.flatMap { line ->
            val now = Instant.parse(line.now)
            val received = line.message?.let { server.receive(listOf(it), now) }.orEmpty().map { it.kind.name }
            received + line.event?.let { server.record(listOf(it), now) }.orEmpty().map { if (it.new) "RECORDED" else "KNOWN" }
        }
        println("Sync ${attempt + 1}: ${kinds.groupingBy { it }.eachCount()}")
    }
}

private fun keep(diary: Path, heard: Heard) {
    diary.appendText(scrmJson.encodeToString(heard) + "\n")
}

private fun text(from: String, words: String, now: Instant) = IncomingMessage(
    externalId = "wamid.$from.${now.epochSecond}",
    channel = Channel.WHATSAPP,
    account = "shop",
    sender = Sender(identifiers = listOf(SenderIdentifier(kind = IdentifierKind.WhatsappId, value = from))),
    body = MessageBody.Text(text = words),
    sentAt = now,
)

private fun at(clock: String): Instant = OffsetDateTime.parse("2026-01-05T$clock:00+08:00").toInstant()

private const val PLAYBOOK = "[workspace]\nname = \"Harbour Tea\"\nregion = \"TW\"\n"

private const val CUSTOMERS = "Name,Phone\nАнна Петрова,+7 912 345 67 89\n王小明,0912 000 456\n"

private val MESSAGES = listOf(
    Triple("09:05", "79123456789", "Здравствуйте!"),
    Triple("09:06", "79123456789", "Сколько стоит доставка?"),
    Triple("10:30", "886912000456", "請問這個多少錢"),
    Triple("11:00", "919876543210", "Is this tea grown with pesticides?"),
)

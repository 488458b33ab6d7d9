package scrm

import java.nio.file.Path
import java.time.Instant
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.trySendBlocking
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.job
import kotlinx.coroutines.withContext
import kotlinx.serialization.Serializable
import kotlinx.serialization.encodeToString
import scrm.ffi.ImportListener
import scrm.ffi.WorkspaceHandle

/**
 * One business: a store in a file, and the engines of its playbook.
 *
 * Everything that touches the store is a suspend function that runs on [Dispatchers.IO]. A workspace may be
 * shared by coroutines and threads; its store takes one call at a time.
 *
 * ```
 * Workspace.open("shop.db").use { shop ->
 *     shop.importCsv(Path.of("customers.csv"), ImportOptions(source = "shop"), now = Instant.now())
 *     println(shop.report(Instant.now()).text)
 * }
 * ```
 */
public class Workspace private constructor(private val handle: WorkspaceHandle) : WorkspaceOperations(), AutoCloseable {
    /** The playbook's keywords. */
    public fun keywords(): KeywordMatcher = KeywordMatcher(crossing { handle.matcher() })

    /** Calls an operation by its name, with JSON text in and out: what the typed methods do. */
    override suspend fun call(operation: String, request: String): String = withContext(Dispatchers.IO) {
        crossingWithJson(request) { handle.call(operation, it) }
    }

    /**
     * Imports a CSV file, batch by batch, each one commit. Cancelling the coroutine stops the import after the
     * present batch; what was committed stays, and importing the file again goes on where it stopped.
     *
     * @param onProgress called after each batch, on the thread that imports. What it throws stops the import and
     * is thrown here.
     * @param onRejected called with the next piece of the CSV of rejected rows, header first.
     * @throws ScrmException.Import where the file as a whole cannot be read.
     */
    public suspend fun importCsv(
        file: Path,
        options: ImportOptions,
        now: Instant,
        onRejected: (String) -> Unit = {},
        onProgress: (ImportProgress) -> Unit = {},
    ): ImportReport = importing(options, now, onRejected, onProgress) { request, listener ->
        handle.importFile(file.toString(), request, listener)
    }

    /** Imports a CSV file from its bytes, as an app gets them from another app. See [importCsv]. */
    public suspend fun importCsv(
        bytes: ByteArray,
        options: ImportOptions,
        now: Instant,
        onRejected: (String) -> Unit = {},
        onProgress: (ImportProgress) -> Unit = {},
    ): ImportReport = importing(options, now, onRejected, onProgress) { request, listener ->
        handle.importBytes(bytes, request, listener)
    }

    /** Imports a CSV file and tells of it step by step; the last step holds the report. See [importCsv]. */
    public fun importSteps(file: Path, options: ImportOptions, now: Instant): Flow<ImportStep> = channelFlow {
        val report = importCsv(
            file,
            options,
            now,
            onRejected = { trySendBlocking(ImportStep.Rejected(it)) },
            onProgress = { trySendBlocking(ImportStep.Progress(it)) },
        )
        send(ImportStep.Finished(report))
    }

    /**
     * Closes the store and gives its file up. Later calls throw [ScrmException.Store]; closing twice does
     * nothing. A call that runs on another thread ends in order first, a running import after its present batch.
     */
    override fun close(): Unit = crossing { handle.shut() }

    private suspend fun importing(
        options: ImportOptions,
        now: Instant,
        onRejected: (String) -> Unit,
        onProgress: (ImportProgress) -> Unit,
        import: (String, ImportListener) -> String,
    ): ImportReport = withContext(Dispatchers.IO) {
        val listener = Listening(currentCoroutineContext().job, onRejected, onProgress)
        val report = crossingWithJson(scrmJson.encodeToString(ImportRequest(options, now))) { import(it, listener) }
        listener.thrown?.let { throw it }
        ensureActive()
        scrmJson.decodeFromString(ImportReport.serializer(), report)
    }

    public companion object {
        /**
         * Opens a workspace at a path, or `:memory:` for one that lives as long as the object.
         *
         * @param playbook as for [Engines].
         * @throws ScrmException.Playbook where the playbook is refused.
         * @throws ScrmException.Store where the file cannot be opened, or another process has it.
         */
        public suspend fun open(path: String, playbook: String? = null): Workspace = withContext(Dispatchers.IO) {
            Workspace(crossing { WorkspaceHandle.open(path, playbook) })
        }
    }
}

/** A step of an import. */
public sealed interface ImportStep {
    /** A batch was committed. */
    public data class Progress(val progress: ImportProgress) : ImportStep

    /** The next piece of the CSV of rejected rows, header first: to be mended and fed again. */
    public data class Rejected(val csv: String) : ImportStep

    /** The import is over. */
    public data class Finished(val report: ImportReport) : ImportStep
}

@Serializable
private data class ImportRequest(
    val options: ImportOptions,
    @Serializable(with = InstantSerializer::class) val now: Instant,
)

package scrm

import kotlinx.coroutines.Job
import scrm.ffi.ImportListener

/** Watches an import for a coroutine: passes on what happens, and stops it when the coroutine is cancelled. */
internal class Listening(
    private val job: Job,
    private val onRejected: (String) -> Unit,
    private val onProgress: (ImportProgress) -> Unit,
) : ImportListener {
    /** What a callback threw. It stays on this side: the native library never sees it. */
    var thrown: Throwable? = null
        private set

    override fun progress(progress: String): Boolean {
        keeping { onProgress(scrmJson.decodeFromString(ImportProgress.serializer(), progress)) }
        return thrown == null && job.isActive
    }

    override fun rejected(csv: String) = keeping { onRejected(csv) }

    private fun keeping(callback: () -> Unit) {
        if (thrown != null) return
        try {
            callback()
        } catch (problem: Throwable) {
            thrown = problem
        }
    }
}

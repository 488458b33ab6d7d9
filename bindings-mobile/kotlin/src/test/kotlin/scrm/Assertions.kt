package scrm

import org.junit.jupiter.api.Assertions.assertInstanceOf

/** Like JUnit's `assertThrows`, for calls that suspend. */
internal inline fun <reified E : Throwable> assertThrown(call: () -> Unit): E {
    val thrown = try {
        call()
        null
    } catch (thrown: Throwable) {
        thrown
    }
    return assertInstanceOf(E::class.java, thrown)
}

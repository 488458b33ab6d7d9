package scrm

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class ExampleTest {
    @Test
    fun `the phone's day ends the same on the server`() {
        val told = ByteArrayOutputStream()
        val before = System.out
        try {
            System.setOut(PrintStream(told, true, "UTF-8"))
            scrm.examples.main()
        } finally {
            System.setOut(before)
        }
        val text = told.toString("UTF-8")
        for (line in listOf("Imported 2 customers", "keyword.price", "Sync 1: {NEW=4", "Sync 2: {DUPLICATE=4", "The server knows 2 customers: ")) {
            assertTrue(line in text, "no `$line` in\n$text")
        }
    }
}

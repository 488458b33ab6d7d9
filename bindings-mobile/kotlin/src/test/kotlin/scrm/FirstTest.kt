package scrm
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Assertions.*
class FirstTest {
  @Test fun folds() {
    val engines = scrm.ffi.EnginesHandle(null)
    assertEquals("{\"text\":\"привет\"}", engines.call("text.fold", "{\"text\":\"ПРИВЕТ\"}"))
  }
}

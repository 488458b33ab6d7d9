#if canImport(Scrm)
    import Scrm
#endif

@main
struct Checks {
    static func main() async throws {
        let engines = try Engines()
        print(try engines.textFold(text: "ПРИВЕТ").text)
    }
}

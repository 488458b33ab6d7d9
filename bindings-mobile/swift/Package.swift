// swift-tools-version: 5.9
import PackageDescription

// The calls are C functions. On Apple's systems the XCFramework holds the library with their header; on Linux the
// header stands in Sources/ScrmFFI, and the linker is told where libscrm_mobile.so is.
#if os(Linux)
    let calls: Target = .systemLibrary(name: "ScrmFFI")
    let linked: [LinkerSetting] = [.linkedLibrary("scrm_mobile")]
#else
    let calls: Target = .binaryTarget(name: "ScrmFFI", path: "ScrmFFI.xcframework")
    let linked: [LinkerSetting] = []
#endif

let package = Package(
    name: "Scrm",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "Scrm", targets: ["Scrm"])],
    targets: [
        calls,
        .target(name: "Scrm", dependencies: ["ScrmFFI"], linkerSettings: linked),
        .executableTarget(name: "Checks", dependencies: ["Scrm"], path: "Checks"),
    ]
)

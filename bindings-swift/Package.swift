// swift-tools-version: 6.0
import Foundation
import PackageDescription

#if os(macOS)
    /// The Rust core as a binary framework; xcframework.sh makes it.
    let core = Target.binaryTarget(name: "DefactoFFI", path: "DefactoFFI.xcframework")
    let linking = ["CoreFoundation", "Security", "SystemConfiguration"].map { LinkerSetting.linkedFramework($0) }
#else
    /// The Rust core as a library: in `lib`, where generate.sh puts it, or where you tell the linker (`-Xlinker -L...`).
    let core = Target.systemLibrary(name: "DefactoFFI", path: "Sources/DefactoFFI")
    let folder = Context.packageDirectory + "/lib"
    let linking: [LinkerSetting] =
        FileManager.default.fileExists(atPath: folder)
        ? [.unsafeFlags(["-L", folder, "-Xlinker", "-rpath", "-Xlinker", folder])] : []
#endif

let package = Package(
    name: "Defacto",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [
        .library(name: "Defacto", targets: ["Defacto"]),
        .library(name: "DefactoTesting", targets: ["DefactoTesting"]),
    ],
    targets: [
        core,
        .target(name: "Defacto", dependencies: ["DefactoFFI"], linkerSettings: linking),
        .target(name: "DefactoTesting", dependencies: ["Defacto"]),
        .testTarget(name: "DefactoTests", dependencies: ["Defacto", "DefactoTesting"]),
    ],
    swiftLanguageModes: [.v6]
)

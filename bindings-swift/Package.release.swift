// swift-tools-version: 6.0
import PackageDescription

#if os(macOS)
    /// The Rust core as a binary framework, from the release.
    let core = Target.binaryTarget(
        name: "DefactoFFI",
        url: "https://github.com/getdefacto/defacto-sdk/releases/download/vVERSION/DefactoFFI.xcframework.zip",
        checksum: "CHECKSUM"
    )
    let linking = ["CoreFoundation", "Security", "SystemConfiguration"].map { LinkerSetting.linkedFramework($0) }
#else
    /// The Rust core as a library of the system: pkg-config tells where it is.
    let core = Target.systemLibrary(name: "DefactoFFI", path: "Sources/DefactoFFI", pkgConfig: "defacto-ffi")
    let linking: [LinkerSetting] = []
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
    ],
    swiftLanguageModes: [.v6]
)

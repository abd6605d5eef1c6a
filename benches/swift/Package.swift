// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "SingleCalls",
    platforms: [.macOS(.v12)],
    dependencies: [.package(name: "Defacto", path: "../../bindings-swift")],
    targets: [
        .executableTarget(name: "SingleCalls", dependencies: [.product(name: "Defacto", package: "Defacto")])
    ],
    swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.0
import Foundation
import PackageDescription

/// From a release it is the URL of the package's repository.
let repository = ProcessInfo.processInfo.environment["DEFACTO_REPOSITORY"] ?? "https://github.com/getdefacto/defacto-swift"

let package = Package(
    name: "Enrol",
    platforms: [.macOS(.v12)],
    dependencies: [.package(url: repository, from: "0.1.0")],
    targets: [
        .executableTarget(name: "Enrol", dependencies: [.product(name: "Defacto", package: "defacto-swift")])
    ]
)

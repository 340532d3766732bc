// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .unsafeFlags(["-warnings-as-errors"]),
]
let clipfit = Target.Dependency.product(name: "ClipfitRooms", package: "clipfit")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "clipfit-benchmarks",
    dependencies: [
        .package(name: "clipfit", path: ".."),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    ],
    targets: [
        .executableTarget(
            name: "LookBenchmark", dependencies: [clipfit], path: "LookBenchmark", swiftSettings: strict),
        .executableTarget(
            name: "AdviceBenchmark", dependencies: [clipfit], path: "AdviceBenchmark", swiftSettings: strict),
        .executableTarget(
            name: "LearnBenchmark", dependencies: [clipfit], path: "LearnBenchmark", swiftSettings: strict),
        .executableTarget(
            name: "BeatBenchmark", dependencies: [clipfit, system], path: "BeatBenchmark",
            swiftSettings: strict),
        .executableTarget(
            name: "PerceptionBenchmark", dependencies: [clipfit], path: "PerceptionBenchmark",
            swiftSettings: strict),
        .executableTarget(
            name: "PolicyBenchmark", dependencies: [clipfit], path: "PolicyBenchmark", swiftSettings: strict),
        .testTarget(
            name: "PolicyBenchmarkTests", dependencies: ["PolicyBenchmark", clipfit],
            path: "PolicyBenchmarkTests", swiftSettings: strict),
    ]
)

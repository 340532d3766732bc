// swift-tools-version: 6.1
import PackageDescription

// A build that uses nothing that only Linux has: `PORTABLE=1 make test`.
let isPortable = Context.environment["PORTABLE"] == "1"
let c: [CSetting] = isPortable ? [.define("CLIPFIT_PORTABLE")] : []
let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .unsafeFlags(["-warnings-as-errors"]),
    ] + (isPortable ? [.define("PORTABLE")] : [])
// Work on samples and pixels: without optimization tests wait for it most of their time.
let fast: [SwiftSetting] =
    strict + [.unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))]
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "clipfit",
    products: [
        .executable(name: "clipfit", targets: ["clipfit"]),
        // For Benchmarks, a package of its own.
        .library(
            name: "ClipfitRooms",
            targets: ["ClipCore", "ClipMedia", "ClipSignal", "Recommendation", "Sandbox", "SystemLibrary"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", exact: "0.10.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CFFmpeg",
            pkgConfig: "libavformat",
            providers: [
                .apt([
                    "libavformat-dev", "libavcodec-dev", "libavfilter-dev", "libswscale-dev",
                    "libswresample-dev",
                ])
            ]),
        .systemLibrary(
            name: "CEBUR128", pkgConfig: "libebur128", providers: [.apt(["libebur128-dev"])]),
        .systemLibrary(
            name: "CTypefaces", pkgConfig: "harfbuzz",
            providers: [.apt(["libharfbuzz-dev", "libfreetype-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CFFmpegShims", dependencies: ["CFFmpeg"], cSettings: c),
        .target(name: "SystemLibrary", swiftSettings: strict),
        .target(
            name: "Sandbox", dependencies: ["CPlatform", "SystemLibrary", system], swiftSettings: strict),
        .target(
            name: "LibAV",
            dependencies: [
                "CEBUR128", "CFFmpeg", "CFFmpegShims", "CPlatform", "CTypefaces", "Platform", "SystemLibrary",
                "Sandbox",
            ],
            swiftSettings: fast),
        .target(
            name: "ClipCore",
            dependencies: ["SystemLibrary", system, .product(name: "Yams", package: "Yams")],
            resources: [
                .embedInCode("Text/letters.txt"), .embedInCode("Text/languages.tsv"),
                .embedInCode("Presets/preset-fields.tsv"), .embedInCode("Presets/spellings.tsv"),
            ],
            swiftSettings: strict,
            linkerSettings: [.linkedLibrary("_FoundationICU")]),
        .target(
            name: "Presets", dependencies: ["CPresets"], path: "Presets",
            // CPresets has the large ones.
            exclude: [
                "schema", "platforms.yaml", "records", "exports/columns.yaml", "hashtags/topics.yaml",
                "advice/messages_id.tsv",
            ],
            sources: ["Presets.swift", "Looks.swift", "Hashtags.swift", "Exports.swift"],
            resources: [
                .embedInCode("brands"), .embedInCode("delivery"), .embedInCode("looks"),
                .embedInCode("hashtags"), .embedInCode("exports"), .embedInCode("advice"),
            ],
            swiftSettings: strict),
        .target(name: "CModels"),
        .target(name: "CPresets"),
        .target(
            name: "ClipSignal", dependencies: ["CModels", "ClipCore", "SystemLibrary"],
            resources: [.embedInCode("Music/beat-model.json")], swiftSettings: fast),
        .target(
            name: "ClipMedia",
            dependencies: [
                "CPlatform", "ClipCore", "ClipSignal", "LibAV", "Platform", "SystemLibrary", "Sandbox",
                system,
            ],
            swiftSettings: fast),
        .target(
            name: "Recommendation", dependencies: ["ClipCore", "SystemLibrary"],
            resources: [.embedInCode("Model/moods.tsv")], swiftSettings: fast),
        .target(name: "CPlatform", cSettings: c),
        .target(
            name: "Platform", dependencies: ["CPlatform", "SystemLibrary", system], swiftSettings: strict),
        .target(name: "CStarterMusic"),
        .target(
            name: "StarterMusic",
            dependencies: ["CStarterMusic", "ClipCore", "SystemLibrary", "Recommendation"],
            swiftSettings: strict),
        .target(
            name: "ClipLibrary",
            dependencies: [
                "CPlatform", "CZlib", "ClipCore", "Platform", "SystemLibrary", "Presets", "Recommendation",
                system,
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "SwiftCSV", package: "SwiftCSV"),
            ],
            resources: [.embedInCode("Database/Migrations"), .embedInCode("Boards/chart-columns.tsv")],
            swiftSettings: strict),
        .target(
            name: "ClipEditing",
            dependencies: [
                "ClipCore", "ClipLibrary", "ClipMedia", "ClipSignal", "LibAV", "SystemLibrary", "Presets",
                "Recommendation", "Sandbox", "StarterMusic", system,
            ],
            swiftSettings: strict),
        .target(
            name: "ClipBatch",
            dependencies: [
                "CPlatform", "ClipCore", "ClipEditing", "ClipMedia", "ClipSignal", "LibAV", "Platform",
                "SystemLibrary", "Recommendation", "Sandbox", system,
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            resources: [.embedInCode("Journal/journal1.sql"), .embedInCode("Journal/journal2.sql")],
            swiftSettings: strict),
        .target(
            name: "ReportPage",
            dependencies: [
                "ClipBatch", "ClipCore", "ClipMedia", "LibAV", "SystemLibrary", system,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [
                .embedInCode("head.mustache"), .embedInCode("brand.mustache"),
                .embedInCode("clip.mustache"), .embedInCode("style.css"),
            ],
            swiftSettings: strict),
        .target(
            name: "ClipfitCommands",
            dependencies: [
                "CPlatform", "ClipBatch", "ClipCore", "ClipEditing", "ClipLibrary", "ClipMedia", "ClipSignal",
                "LibAV", "Platform", "SystemLibrary", "Presets", "Recommendation", "ReportPage", "Sandbox",
                "StarterMusic", system,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [
                .embedInCode("Root/foreign-words.tsv"), .embedInCode("Root/Topics"),
                .embedInCode("Root/examples.txt"),
            ],
            swiftSettings: strict),
        .executableTarget(name: "clipfit", dependencies: ["ClipfitCommands"], swiftSettings: strict),
        .executableTarget(
            name: "SandboxProbe", dependencies: ["CPlatform"], path: "Tests/SandboxProbe", cSettings: c),
        .target(
            name: "UnconfinedTests", dependencies: ["CPlatform"], path: "Tests/UnconfinedTests", cSettings: c),
        .testTarget(
            name: "CommandLineTests",
            dependencies: ["clipfit", "SandboxProbe", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .testTarget(
            name: "ClipLibraryTests",
            dependencies: [
                "CZlib", "ClipLibrary", "ClipCore", "Recommendation", system,
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "LibAVTests", dependencies: ["LibAV", "CFFmpeg", "CFFmpegShims", "UnconfinedTests"],
            swiftSettings: strict),
        .testTarget(
            name: "ClipMediaTests",
            dependencies: [
                "ClipMedia", "ClipCore", "LibAV", "CFFmpeg", "CFFmpegShims", "Recommendation", "StarterMusic",
                "UnconfinedTests", system,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ClipEditingTests",
            dependencies: [
                "ClipEditing", "ClipCore", "ClipLibrary", "ClipMedia", "Recommendation", "UnconfinedTests",
                system,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ClipBatchTests",
            dependencies: [
                "ClipBatch", "ClipCore", "ClipEditing", "ClipMedia", "Recommendation", "Sandbox",
                "UnconfinedTests",
                system,
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ReportPageTests",
            dependencies: ["ReportPage", "ClipBatch", "ClipCore", "ClipMedia", "UnconfinedTests", system],
            swiftSettings: strict),
        .testTarget(
            name: "ClipSignalTests", dependencies: ["CModels", "ClipSignal", "ClipCore"],
            swiftSettings: strict),
        .testTarget(
            name: "RecommendationTests", dependencies: ["Recommendation", "ClipCore", "Presets"],
            swiftSettings: strict),
        .testTarget(
            name: "ClipCoreTests", dependencies: ["ClipCore", "Presets", system], swiftSettings: strict),
    ]
)

// For the sanitizer: some targets of tests, and what they need.
if let tests = Context.environment["CLIPFIT_ONLY"] {
    var needed: Set<String> = []
    var open = tests.split(separator: " ").map(String.init)
    while let name = open.popLast() {
        guard needed.insert(name).inserted else { continue }
        for case .byNameItem(let other, _) in package.targets.first(where: { $0.name == name })?.dependencies
            ?? []
        {
            open.append(other)
        }
    }
    package.targets.removeAll { !needed.contains($0.name) }
    package.products = []
}

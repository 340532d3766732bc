import ClipCore
import Foundation
import Presets
import Testing

@Suite struct PresetsTests {
    private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent(
            "../../Presets")

    @Test func `every file of the folders is built in as it is`() throws {
        var onDisk: [String: [UInt8]] = [:]
        for place in ["brands", "delivery"] {
            let names = try FileManager.default.contentsOfDirectory(
                atPath: folder.appendingPathComponent(place).path)
            for name in names where name.hasSuffix(".yaml") {
                let file = folder.appendingPathComponent(place).appendingPathComponent(name)
                onDisk[String(name.dropLast(5))] = try [UInt8](Data(contentsOf: file))
            }
        }
        #expect(Presets.presets.map(\.name) == onDisk.keys.sorted())
        for preset in Presets.presets { #expect(onDisk[preset.name] == preset.bytes, "\(preset.name)") }
    }

    @Test func `every built-in preset reads, and says what it is for`() throws {
        let platforms = try PlatformFile.read(Presets.platforms, file: "platforms.yaml").map(\.id)
        let reader = PresetReader(platforms: platforms)
        for preset in Presets.presets {
            let file = try reader.read(preset.bytes, name: preset.name, file: preset.name)
            let meant = try PresetResolver { _, _ in fatalError("none extends another") }.resolve(file)
            #expect(meant.summary != nil && !meant.platforms.isEmpty, "\(preset.name)")
            let look = meant.lookName ?? "none"
            #expect(look == "none" || Presets.looks.contains { $0.name == look }, "\(preset.name)")
        }
    }
}

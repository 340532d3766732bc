import ClipCore
import Foundation
import Presets
import Testing

@Suite struct PresetsTests {
    private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
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

    @Test func `every built-in preset is YAML within the bounds`() throws {
        for preset in Presets.presets {
            let root = try YAMLReader.read(preset.bytes, file: preset.name)
            guard case .map(let pairs) = root.content else {
                Issue.record("\(preset.name)")
                continue
            }
            #expect(pairs.first { $0.key == "name" }?.value.text == preset.name)
        }
    }
}

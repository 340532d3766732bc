import CModels
import Foundation
import Testing

@testable import ClipSignal

@Suite struct ModelFileTests {
    @Test func `the weights are those of the manifest, in the folder and in the program`() throws {
        let models = try ModelManifest.read().models
        #expect(models.map(\.name) == ["speech", "faces"])
        for (model, embedded) in zip(models, [model_speech(), model_faces()]) {
            let sizes = model.tensors.map { $0.shape.reduce(1, *) }
            #expect(sizes.reduce(0, +) * 2 == model.bytes)
            let file = try Data(contentsOf: URL(fileURLWithPath: model.path))
            #expect(file == Data(bytes: embedded.halves, count: embedded.count * 2))
            #expect(try sha256(model.path) == model.sha256)
        }
    }

    @Test func `their licences are in the notices`() throws {
        let notices = try ModelManifest.notices()
        let texts = ["MIT": "Copyright (c) 2020-present Silero Team", "Apache-2.0": "Apache License"]
        for model in try ModelManifest.read().models {
            #expect(notices.contains("Media/models/\(model.file)"))
            #expect(notices.contains(try #require(texts[model.licence])))
        }
    }

    @Test(
        arguments: [
            (0x0000, 0), (0x3C00, 1), (0xC000, -2), (0x3555, 0x1.554p-2), (0x7BFF, 65504), (0x0001, 0x1p-24),
            (0x83FF, -0x3FFp-24), (0x0400, 0x1p-14),
        ] as [(UInt16, Float)])
    func `half floats keep their values, subnormal ones too`(bits: UInt16, value: Float) {
        #expect(Float(half: bits) == value)
    }

    private func sha256(_ path: String) throws -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        process.arguments = [path]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return String(text.prefix(64))
    }
}

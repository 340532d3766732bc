import Foundation

@testable import ClipSignal

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../Media/models").standardizedFileURL

/// `Media/models/golden.json`: what the original run-times answer. `golden.py` beside it writes it.
struct Golden: Decodable {
    struct Speech: Decodable {
        let syllables: [[Double]]
        let probabilities: [Float]
    }

    struct Segments: Decodable {
        let probabilities: [Float]
        let samples: Int
        let segments: [[Int]]
    }

    struct Faces: Decodable {
        struct Box: Decodable {
            let anchor: Int
            let numbers: [Float]
        }

        let width: Int
        let height: Int
        let shapes: [[Int]]
        let scores: [Float]
        let boxes: [Box]
    }

    let speech: Speech
    let segments: [Segments]
    let faces: [Faces]

    static func read() throws -> Golden {
        try JSONDecoder().decode(
            Golden.self, from: Data(contentsOf: folder.appendingPathComponent("golden.json")))
    }
}

extension Golden.Speech {
    /// The sound that `golden.py` made, by the same arithmetic.
    var sound: [Float] {
        var (samples, phase, seed) = ([Float](), 0.0, UInt32(1))
        for syllable in syllables {
            let (formants, voice, noise) = (syllable[3..<6], syllable[6], syllable[7])
            let count = Int((syllable[0] * 16000).rounded())
            for index in 0..<count {
                let part = Double(index) / Double(count)
                var value = 0.0
                if voice > 0 {
                    let pitch = syllable[1] + (syllable[2] - syllable[1]) * part
                    phase += pitch / 16000
                    for k in 1...Int(4000 / pitch) {
                        let gain = formants.reduce(0) { $0 + 1 / (1 + pow((Double(k) * pitch - $1) / 90, 2)) }
                        let angle = (Double(k) * phase).truncatingRemainder(dividingBy: 1)
                        value += gain / Double(k).squareRoot() * sin(2 * .pi * angle)
                    }
                    value *= voice * sin(.pi * part).squareRoot()
                }
                seed = seed &* 1_664_525 &+ 1_013_904_223
                samples.append(Float(value + noise * (Double(seed) / 0x1p31 - 1)))
            }
        }
        return samples
    }
}

extension Golden.Faces {
    /// The picture that `golden.py` drew.
    var picture: RGBPicture {
        var bytes: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                bytes.append(UInt8((x * 3 + y) / 8 % 256))
                bytes.append(UInt8((x + y * 2) / 8 % 256))
                bytes.append(UInt8((x + y) / 6 % 256))
            }
        }
        for shape in shapes {
            let (cx, cy, rx, ry) = (shape[0], shape[1], shape[2], shape[3])
            for y in max(0, cy - ry)...min(height - 1, cy + ry) {
                for x in max(0, cx - rx)...min(width - 1, cx + rx) {
                    let (dx, dy) = ((x - cx) * ry, (y - cy) * rx)
                    guard dx * dx + dy * dy <= rx * ry * rx * ry else { continue }
                    for channel in 0..<3 { bytes[(y * width + x) * 3 + channel] = UInt8(shape[4 + channel]) }
                }
            }
        }
        return RGBPicture(width: width, height: height, bytes: bytes)!
    }
}

/// `Media/models/models.json`.
struct ModelManifest: Decodable {
    struct Model: Decodable {
        struct Tensor: Decodable {
            let name: String
            let shape: [Int]
        }

        let name: String
        let licence: String
        let file: String
        let bytes: Int
        let sha256: String
        let tensors: [Tensor]

        var path: String { folder.appendingPathComponent(file).path }
    }

    let models: [Model]

    static func read() throws -> ModelManifest {
        try JSONDecoder().decode(
            ModelManifest.self, from: Data(contentsOf: folder.appendingPathComponent("models.json")))
    }

    static func notices() throws -> String {
        try String(contentsOf: folder.appendingPathComponent("../../THIRD-PARTY-NOTICES"), encoding: .utf8)
    }
}

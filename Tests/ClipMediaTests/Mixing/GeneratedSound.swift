import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// Sound made by a formula, and how it becomes a file that can be mixed.
enum GeneratedSound {
    /// `seconds` of samples of `rate`, each channel by its number and time.
    static func samples(
        _ seconds: Double, rate: Int = 48000, channels: Int = 2, _ value: (Int, Double) -> Double
    ) -> [Float] {
        (0..<Int(seconds * Double(rate))).flatMap { index in
            (0..<channels).map { Float(value($0, Double(index) / Double(rate))) }
        }
    }

    static func tone(_ frequency: Double, _ level: Double) -> (Int, Double) -> Double {
        { _, time in level * sin(2 * .pi * frequency * time) }
    }

    /// Words of a third of a second, with pauses: harmonics of 140 Hz under a rising and falling envelope.
    static func speech(_ level: Double) -> (Int, Double) -> Double {
        { _, time in
            let phase = time.truncatingRemainder(dividingBy: 0.5)
            guard phase < 0.33, time.truncatingRemainder(dividingBy: 4) < 3 else { return 0 }
            var tone = 0.0
            for harmonic in 1...20 {
                let number = Double(harmonic)
                tone += sin(2 * .pi * 140 * number * time + number * number) / number
            }
            return level * sin(.pi * phase / 0.33) * tone / 2
        }
    }

    /// Noise that is the same in every run.
    static func noise(_ level: Double) -> (Int, Double) -> Double {
        var state: UInt64 = 88_172_645_463_325_252
        return { _, _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return level * (Double(state >> 11) / Double(1 << 52) - 1)
        }
    }
}

extension Scratch {
    /// Writes samples, interleaved, as a WAVE file of floats (`WAVEFORMATEXTENSIBLE` for its channels' places).
    func wave(_ samples: [Float], rate: Int = 48000, channels: Int = 2, as name: String) throws -> FilePath {
        var bytes = Data()
        func add<T: FixedWidthInteger>(_ value: T) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        let mask: UInt32 = [1: 4, 2: 3, 6: 0x3F][channels] ?? 0
        bytes.append(contentsOf: "RIFF".utf8)
        add(UInt32(60 + samples.count * 4))
        bytes.append(contentsOf: "WAVEfmt ".utf8)
        add(UInt32(40))
        add(UInt16(0xFFFE))
        add(UInt16(channels))
        add(UInt32(rate))
        add(UInt32(rate * channels * 4))
        add(UInt16(channels * 4))
        add(UInt16(32))
        add(UInt16(22))
        add(UInt16(32))
        add(mask)
        bytes.append(contentsOf: [3, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71])
        bytes.append(contentsOf: "data".utf8)
        add(UInt32(samples.count * 4))
        samples.withUnsafeBytes { bytes.append(contentsOf: $0) }
        try bytes.write(to: URL(fileURLWithPath: path(name).string))
        return path(name)
    }
}

/// What a mixer's packets decode to by a decoder that is told nothing but the packets and their codec.
struct MixedSound {
    var samples: [SIMD2<Float>] = []
    var times: [Int64] = []
    var end: Int64 = 0
    var finding = SoundMixer.Finding()
    var loudness: Double?
    var truePeak: Double?

    /// Mixes `window` seconds of `source` by `mix`.
    init(
        _ mix: SoundMix, _ source: FilePath, window: ClosedRange<Double>, container: Container = .mp4
    ) throws {
        let span = TimeRange(
            start: MediaTime(ticks: Int64(window.lowerBound * 48000), timescale: 48000),
            end: MediaTime(ticks: Int64(window.upperBound * 48000), timescale: 48000))
        let mixer = try SoundMixer(
            mix, source: try SourceFile.open(source), pieces: [EditSegment(span)], container: container)
        try mixer.prepare()
        let encoder = try Encoder.openStereo(
            try #require(AudioCodec(rawValue: mix.codec)), bitsPerSecond: mix.bitsPerSecond)
        let decoder = try Decoder.open(of: encoder)
        let packet = try Packet()
        let meter = try LoudnessMeter(.loudnessAndPeaks)
        while try mixer.next(into: packet) {
            let time = packet.presentation
            times.append(try #require(time))
            end = times.last! + packet.duration
            let isGood = try decoder.send(packet)
            #expect(isGood)
            try collect(decoder)
        }
        try decoder.finish()
        try collect(decoder)
        try samples.withUnsafeBufferPointer { try meter.add($0) }
        (loudness, truePeak, finding) = (meter.integrated, meter.truePeak, mixer.finding)
    }

    private mutating func collect(_ decoder: borrowing Decoder) throws {
        let frame = try Frame()
        while try decoder.receive(into: frame) == .frame {
            let decoded = frame.stereoSamples()
            samples += try #require(decoded)
        }
    }

    /// Root mean square of the left side between two times, in dB.
    func level(_ seconds: Range<Double>) -> Double {
        let part = samples[Int(seconds.lowerBound * 48000)..<Int(seconds.upperBound * 48000)]
        let power = part.reduce(0.0) { $0 + Double($1.x * $1.x) } / Double(part.count)
        return 10 * log10(max(1e-14, power))
    }
}

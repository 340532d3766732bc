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

    /// About two seconds of a voice that says nothing: harmonics of a gliding pitch under three resonances, and noise for
    /// consonants. The model of speech takes it for speech. 48 kHz.
    static let voice: [Double] = {
        // Seconds, pitch at the start and at the end in Hz, three resonances in Hz, level of the voice, level of noise.
        let syllables: [[Double]] = [
            [0.12, 0, 0, 0, 0, 0, 0, 0.02], [0.16, 130, 140, 750, 1200, 2500, 0.2, 0.001],
            [0.06, 120, 120, 300, 900, 2300, 0.05, 0.001], [0.18, 140, 115, 300, 2250, 2950, 0.2, 0.001],
            [0.05, 0, 0, 0, 0, 0, 0, 0.03], [0.2, 125, 150, 550, 1750, 2500, 0.2, 0.001],
            [0.07, 140, 140, 280, 1100, 2300, 0.06, 0.001], [0.22, 145, 100, 400, 800, 2400, 0.2, 0.001],
            [0.1, 0, 0, 0, 0, 0, 0, 0.025], [0.2, 160, 170, 600, 1000, 2500, 0.1, 0.001],
            [0.15, 170, 150, 350, 2000, 2800, 0.1, 0.001], [0.3, 150, 105, 750, 1250, 2500, 0.1, 0.001],
        ]
        var (samples, phase, seed) = ([Double](), 0.0, UInt32(1))
        for syllable in syllables {
            let count = Int(syllable[0] * 48000)
            for index in 0..<count {
                let share = Double(index) / Double(count)
                var value = 0.0
                if syllable[6] > 0 {
                    let pitch = syllable[1] + (syllable[2] - syllable[1]) * share
                    phase += pitch / 48000
                    for number in 1...Int(4000 / pitch) {
                        let harmonic = Double(number)
                        let gain = syllable[3..<6].reduce(0) {
                            $0 + 1 / (1 + pow((harmonic * pitch - $1) / 90, 2))
                        }
                        value += gain / harmonic.squareRoot() * sin(2 * .pi * harmonic * phase)
                    }
                    value *= syllable[6] * sin(.pi * share).squareRoot()
                }
                seed = seed &* 1_664_525 &+ 1_013_904_223
                samples.append(value + syllable[7] * (Double(seed) / 2_147_483_648 - 1))
            }
        }
        return samples
    }()

    /// ``voice`` again and again between two times, silence elsewhere.
    static func speaking(_ span: Range<Double>, level: Double = 1) -> (Int, Double) -> Double {
        { _, time in
            span.contains(time) ? level * voice[Int((time - span.lowerBound) * 48000) % voice.count] : 0
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

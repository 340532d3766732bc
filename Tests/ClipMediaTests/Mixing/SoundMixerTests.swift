import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct SoundMixerTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func mix(_ stream: Int? = 0, loudness: Double? = -14) -> SoundMix {
        var mix = SoundMix(stream: stream)
        mix.loudness = loudness
        return mix
    }

    /// A source of sound, how long it is, its rate and channels.
    struct Kind: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var rate = 48000
        var channels = 2
        var seconds = 8.0
        let value: @Sendable () -> (Int, Double) -> Double

        static let all = [
            Kind(testDescription: "tone") { GeneratedSound.tone(440, 0.1) },
            Kind(testDescription: "speech") { GeneratedSound.speech(0.2) },
            Kind(testDescription: "very loud noise") { GeneratedSound.noise(0.99) },
            Kind(testDescription: "clipped") {
                { _, time in max(-1, min(1, 4 * sin(2 * .pi * 997 * time) * sin(3 * time))) }
            },
            Kind(testDescription: "very quiet") { GeneratedSound.speech(0.07) },
            Kind(testDescription: "44.1 kHz", rate: 44100) { GeneratedSound.speech(0.3) },
            Kind(testDescription: "mono", channels: 1) { GeneratedSound.speech(0.3) },
            Kind(testDescription: "5.1", channels: 6) {
                { channel, time in channel == 3 ? 0 : GeneratedSound.speech(0.3)(channel, time) }
            },
            Kind(testDescription: "3 s", seconds: 3) { GeneratedSound.speech(0.3) },
        ]
    }

    @Test(arguments: Kind.all)
    func `the decoded sound has the loudness and keeps the peaks`(kind: Kind) throws {
        let samples = GeneratedSound.samples(
            kind.seconds, rate: kind.rate, channels: kind.channels, kind.value())
        let source = try scratch.wave(
            samples, rate: kind.rate, channels: kind.channels, as: "clip.wav")
        let result = try MixedSound(mix(), source, window: 0...kind.seconds)
        let loudness = try #require(result.loudness)
        #expect(abs(loudness + 14) <= 0.3, "\(result.finding)")
        #expect(try #require(result.truePeak) <= -1)
        #expect(result.finding.deviations == [])
        #expect(result.samples.count == Int(kind.seconds * 48000) / 1024 * 1024)
        #expect(result.end <= Int64(kind.seconds * 48000))
        #expect(result.times == result.times.indices.map { Int64($0 * 1024) })
    }

    @Test(arguments: [48000, 44100])
    func `a click is heard where it was`(rate: Int) throws {
        // A short burst of one kilohertz, found again by its correlation.
        let burst: (Int, Double) -> Double = { _, time in
            let since = time - 2.5
            return since >= 0 && since < 0.01
                ? 0.4 * sin(2 * .pi * 1000 * since) * sin(.pi * since / 0.01) : 0
        }
        let source = try scratch.wave(
            GeneratedSound.samples(6, rate: rate, burst), rate: rate, as: "clip.wav")
        let result = try MixedSound(mix(loudness: nil), source, window: 1.0...5.0)
        let expected = GeneratedSound.samples(0.011, channels: 1) { burst($0, $1 + 2.5) }
        let best = (-200...200).max { left, right in
            func match(_ lag: Int) -> Float {
                expected.indices.reduce(0) { $0 + expected[$1] * result.samples[72000 + lag + $1].x }
            }
            return match(left) < match(right)
        }
        #expect(abs(try #require(best)) <= 1)
    }

    @Test func `sound that begins late and ends early is silent outside`() throws {
        let source = try scratch.wave(
            GeneratedSound.samples(3, GeneratedSound.tone(500, 0.3)), as: "clip.wav")
        let result = try MixedSound(mix(loudness: nil), source, window: 1.0...6.0)
        #expect(abs(result.level(0.1..<1.9) + 13.5) < 0.2)
        #expect(result.level(2.1..<4.9) < -100)
        #expect(result.samples.count == 5 * 48000 / 1024 * 1024)
    }

    @Test func `silence is left alone and told`() throws {
        let source = try scratch.wave(GeneratedSound.samples(2) { _, _ in 0 }, as: "clip.wav")
        let result = try MixedSound(mix(), source, window: 0...2)
        #expect(result.finding.loudness == nil)
        #expect(result.finding.deviations.count == 1)
        #expect(result.samples.allSatisfy { $0 == .zero })
    }

    @Test func `what is nearly silent is amplified by 40 dB and no more, and that is told`() throws {
        let source = try scratch.wave(
            GeneratedSound.samples(4, GeneratedSound.tone(1000, 0.0006)), as: "clip.wav")
        let result = try MixedSound(mix(), source, window: 0...4)
        #expect(abs(result.level(1..<3) + 67.4 - 40) < 0.5)
        #expect(try #require(result.finding.deviations.first).contains("too quiet"))
    }

    @Test func `what is very quiet gets its loudness, and its noise is told`() throws {
        let source = try scratch.wave(
            GeneratedSound.samples(4, GeneratedSound.tone(1000, 0.002)), as: "clip.wav")
        let result = try MixedSound(mix(), source, window: 0...4)
        #expect(abs(try #require(result.finding.loudness) + 14) <= 0.5)
        #expect(try #require(result.finding.deviations.first).contains("noise"))
    }

    @Test func `without sound or music there is a silent track and no complaint`() throws {
        let result = try MixedSound(mix(nil), Sample.batik.path, window: 0...3)
        #expect(result.samples.count == 3 * 48000 / 1024 * 1024)
        #expect(result.samples.allSatisfy { $0 == .zero })
        #expect(result.finding.deviations == [])
    }

    @Test func `fades rise from and fall to silence over their time`() throws {
        let source = try scratch.wave(
            GeneratedSound.samples(5, GeneratedSound.tone(1000, 0.2)), as: "clip.wav")
        var mix = mix(loudness: nil)
        mix.fadeIn = MediaTime(ticks: 1, timescale: 1)
        mix.fadeOut = MediaTime(ticks: 2, timescale: 1)
        let result = try MixedSound(mix, source, window: 0...5)
        let plain = result.level(1.5..<2.5)
        #expect(result.level(0.03..<0.1) < plain - 30)
        #expect(abs(result.level(0.51..<0.53) - plain + 6) < 0.7)
        #expect(abs(result.level(3.97..<4.01) - plain + 6) < 0.7)
        #expect(result.level(4.93..<4.98) < plain - 40)
    }
}

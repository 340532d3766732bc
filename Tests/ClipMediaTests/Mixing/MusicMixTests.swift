import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct MusicMixTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func mix(
        _ music: FilePath, _ mode: SoundMix.Mode, stream: Int? = nil, from: Double = 0,
        loudness: Double? = nil
    ) -> SoundMix {
        var mix = SoundMix(stream: stream)
        mix.music = .init(
            file: PlannedPath(music), from: MediaTime(ticks: Int64(from * 1000), timescale: 1000))
        (mix.mode, mix.loudness) = (mode, loudness)
        return mix
    }

    private func music(_ name: String) -> FilePath {
        FilePath(Sample.media.appendingPathComponent("music/\(name)").path)
    }

    @Test(arguments: ["hujan-sore-70bpm.ogg", "kopi-pagi-92bpm.m4a", "pasar-malam-120bpm.m4a"])
    func `music alone has the loudness`(name: String) throws {
        let result = try MixedSound(
            mix(music(name), .replace, stream: 1, loudness: -14), Sample.batik.path, window: 0...10)
        #expect(abs(try #require(result.loudness) + 14) <= 0.3)
        #expect(try #require(result.truePeak) <= -1)
        #expect(result.finding.deviations == [])
    }

    @Test func `a piece that is too short is looped without a click or a gap`() throws {
        // Padded with silence as an encoder pads; 2.2 s of a tone are no whole number of its periods.
        let piece = try scratch.wave(
            GeneratedSound.samples(2.5) { _, time in
                time < 0.1 || time > 2.3 ? 0 : 0.3 * sin(2 * .pi * 333.3 * time)
            }, as: "music.wav")
        let result = try MixedSound(mix(piece, .replace), Sample.batik.path, window: 0...10)
        let steps = result.samples.indices.dropFirst(12000).dropLast(12000).map {
            abs(result.samples[$0].x - result.samples[$0 - 1].x)
        }
        // The largest step of the tone itself is 0.3 · 2π · 333.3 / 48000; the codec adds a little.
        #expect(steps.max()! < 0.0131 * 1.42)
        for second in 1..<9 {
            // Two equal tones of opposite phase cancel out for an instant only.
            #expect(result.level(Double(second)..<Double(second) + 1) > -13.5 - 3)
        }
    }

    @Test func `music begins where it is told`() throws {
        let piece = try scratch.wave(
            GeneratedSound.samples(8) { _, time in
                (time < 3 ? 0.05 : 0.5) * sin(2 * .pi * 500 * time)
            }, as: "music.wav")
        let result = try MixedSound(mix(piece, .replace, from: 2), Sample.batik.path, window: 0...4)
        #expect(result.level(0.5..<0.95) < -26)
        #expect(result.level(1.05..<2) > -12)
    }

    /// A voice from 4 s to 8 s.
    private func speaking() throws -> FilePath {
        try scratch.wave(GeneratedSound.samples(12, GeneratedSound.speaking(4..<8)), as: "clip.wav")
    }

    /// The strength of the tone of 6 kHz in a tenth of a second from `start` on, in dB.
    private func tone(_ sound: MixedSound, _ start: Double) -> Double {
        var (re, im) = (0.0, 0.0)
        let first = Int(start * 48000)
        for index in first..<(first + 4800) {
            let angle = 2 * Double.pi * 6000 * Double(index) / 48000
            re += Double(sound.samples[index].x) * cos(angle)
            im += Double(sound.samples[index].x) * sin(angle)
        }
        return 10 * log10(re * re + im * im)
    }

    @Test func `music is down before a word begins and back a second after`() throws {
        let piece = try scratch.wave(
            GeneratedSound.samples(14, GeneratedSound.tone(6000, 0.2)), as: "music.wav")
        let result = try MixedSound(mix(piece, .auto, stream: 0), try speaking(), window: 0...12)
        let (up, depth) = (tone(result, 2), MixBalance.below - MixBalance.inPauses)
        for time in [4.4, 5, 6.5, 7.5] { #expect(abs(tone(result, time) - (up - depth)) < 0.7) }
        #expect(abs(tone(result, 9.5) - up) < 0.5)
        #expect(abs(tone(result, 3) - up) < 0.5)
    }

    @Test func `music under the sound lies 12 LU below it throughout`() throws {
        let clip = try scratch.wave(
            GeneratedSound.samples(12, GeneratedSound.tone(700, 0.3)), as: "clip.wav")
        let piece = try scratch.wave(
            GeneratedSound.samples(14, GeneratedSound.tone(6000, 0.02)), as: "music.wav")
        let result = try MixedSound(mix(piece, .under, stream: 0), clip, window: 0...12)
        let meter = try LoudnessMeter(.loudness)
        let alone = try MixedSound(SoundMix(stream: 0), clip, window: 0...12)
        let rest = zip(result.samples, alone.samples).map { $0 - $1 }
        try rest.withUnsafeBufferPointer { try meter.add($0) }
        let music = meter.integrated
        #expect(abs(try #require(alone.loudness) - (try #require(music)) - 12) < 0.5)
    }

    @Test func `music that cannot be used is refused before anything is made`() throws {
        let silent = try scratch.wave(GeneratedSound.samples(5) { _, _ in 0.0005 }, as: "silent.wav")
        let short = try scratch.wave(
            GeneratedSound.samples(0.8, GeneratedSound.tone(440, 0.5)), as: "short.wav")
        try Data("no music".utf8).write(to: URL(fileURLWithPath: scratch.path("text.mp3").string))
        let m4a = try Data(contentsOf: URL(fileURLWithPath: music("kopi-pagi-92bpm.m4a").string))
        var damaged = m4a
        for index in stride(from: m4a.count / 3, to: m4a.count * 2 / 3, by: 97) { damaged[index] ^= 0x5A }
        try damaged.write(to: URL(fileURLWithPath: scratch.path("damaged.m4a").string))
        for (file, words) in [
            (silent, "silent"), (short, "long"), (scratch.path("text.mp3"), "could not"),
            (scratch.path("damaged.m4a"), "do not decode"), (Sample.batik.path, "it is a video"),
        ] {
            let error = #expect(throws: Failure.self, "\(file)") {
                try MixedSound(mix(file, .replace), Sample.batik.path, window: 0...15)
            }
            #expect([.unusable, .damaged].contains(error?.kind), "\(file)")
            #expect(error?.path == file)
            #expect(error?.message.contains(words) == true, "\(String(describing: error))")
        }
        let missing = #expect(throws: Failure.self) {
            try MixedSound(mix("/nowhere/music.mp3", .replace), Sample.batik.path, window: 0...3)
        }
        #expect(missing?.kind == .unreadable)
    }
}

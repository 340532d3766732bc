import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct TrackAnalyzerTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func analyze(_ seconds: Double, _ value: (Int, Double) -> Double) throws -> FilePath {
        try scratch.wave(GeneratedSound.samples(seconds, value), as: "a.wav")
    }

    @Test(arguments: [
        ("kopi-pagi-92bpm.m4a", 92.0), ("pasar-malam-120bpm.m4a", 120.0), ("hujan-sore-70bpm.ogg", 70.0),
    ])
    func `the tempo of the pieces is known, or given as another reading`(name: String, tempo: Double) throws {
        let path = FilePath(Sample.media.appendingPathComponent("music/\(name)").path)
        let analysis = try TrackAnalyzer().analyze(path)
        let found = try #require(analysis.tempo)
        #expect(([found] + analysis.alternatives).contains { abs($0 - tempo) < tempo * 0.02 }, "\(found)")
        // The first beat of all three lies at 0.
        let beat = 60 / found
        for time in analysis.beats {
            #expect(abs(time - (time / beat).rounded() * beat) < 0.07, "\(time)")
        }
    }

    @Test func `clicks at 100 a minute are heard where they are`() throws {
        let path = try analyze(20) { _, time in
            let phase = (time - 0.2).truncatingRemainder(dividingBy: 0.6)
            return time > 0.2 && phase < 0.02 ? 0.6 * (Int(time * 8000) % 2 == 0 ? 1 : -1) : 0
        }
        let analysis = try TrackAnalyzer().analyze(path)
        let tempo = try #require(analysis.tempo)
        #expect(abs(tempo - 100) < 1)
        for time in analysis.beats.dropFirst().dropLast() {
            let off = (time - 0.2) / 0.6
            #expect(abs(off - off.rounded()) * 0.6 < 0.04, "\(time)")
        }
        #expect(abs(analysis.leadingSilence - 0.2) < 0.01)
    }

    @Test func `a tone, a hum of no frequency and clipped noise give numbers`() throws {
        for value in [GeneratedSound.tone(440, 0.5), { _, _ in 0.5 }, GeneratedSound.noise(8)] {
            let analysis = try TrackAnalyzer().analyze(try analyze(5, value))
            let numbers =
                [analysis.energy, analysis.brightness, analysis.tempoConfidence] + analysis.energyCurve
            #expect(numbers.allSatisfy { $0.isFinite && (0...1).contains($0) })
            #expect(analysis.energyCurve.count == 5)
        }
    }

    @Test func `silence and less than a second are refused`() throws {
        let silent = try analyze(3) { _, _ in 0 }
        #expect(throws: Failure.self) { try TrackAnalyzer().analyze(silent) }
        let short = try analyze(0.5, GeneratedSound.tone(440, 0.5))
        #expect(throws: Failure.self) { try TrackAnalyzer().analyze(short) }
    }

    @Test func `true peaks agree with libebur128's`() throws {
        let samples = GeneratedSound.samples(2) { channel, time in
            0.7 * GeneratedSound.tone(12000, 1)(channel, time + 1.0 / 96000)
        }
        let stereo = stride(from: 0, to: samples.count, by: 2).map { SIMD2(samples[$0], samples[$0 + 1]) }
        let meter = try LoudnessMeter(.loudnessAndPeaks)
        var peak = PeakMeter()
        try stereo.withUnsafeBufferPointer {
            try meter.add($0)
            peak.add($0)
        }
        peak.finish()
        let (ours, theirs) = (try #require(peak.truePeak), meter.truePeak)
        #expect(abs(ours - (try #require(theirs))) < 0.3)
    }
}

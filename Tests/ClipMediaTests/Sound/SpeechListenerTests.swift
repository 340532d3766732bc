import Foundation
import Testing

@testable import ClipMedia

/// A voice that is made here, at known times, through the listener.
@Suite struct SpeechListenerTests {
    private func heard(
        _ seconds: Double, block: Int = 4800, _ value: (Int, Double) -> Double
    ) -> [Range<Int64>] {
        let samples = (0..<Int(seconds * 48000)).map { index in
            let time = Double(index) / 48000
            return SIMD2(Float(value(0, time)), Float(value(1, time)))
        }
        var listener = SpeechListener()
        samples.withUnsafeBufferPointer { samples in
            for start in stride(from: 0, to: samples.count, by: block) {
                listener.add(
                    UnsafeBufferPointer(rebasing: samples[start..<min(samples.count, start + block)]))
            }
        }
        return listener.finish()
    }

    /// The first and the last moment of speech, in seconds.
    private func ends(_ ranges: [Range<Int64>]) -> [Double] {
        [ranges.first?.lowerBound, ranges.last?.upperBound].compactMap { $0 }.map { Double($0) / 48000 }
    }

    private func isNear(_ found: [Double], _ start: Double, _ end: Double) -> Bool {
        found.count == 2 && abs(found[0] - start) < 0.25 && abs(found[1] - end) < 0.25
    }

    @Test(arguments: [0.003, 0.01, 0.1, 1.0])
    func `a voice is heard where it speaks, however quiet it is`(level: Double) {
        let found = heard(8, GeneratedSound.speaking(3..<6.5, level: level))
        #expect(isNear(ends(found), 3, 6.5), "\(found)")
    }

    @Test func `channels that cancel each other are heard`() {
        let voice = GeneratedSound.speaking(3..<6.5)
        #expect(isNear(ends(heard(8) { $0 == 0 ? voice(0, $1) : -voice(0, $1) }), 3, 6.5))
        #expect(isNear(ends(heard(8) { $0 == 1 ? voice(0, $1) : 0 }), 3, 6.5))
    }

    @Test func `tones, noise, silence and next to nothing are no speech`() {
        #expect(heard(4, GeneratedSound.tone(440, 0.5)).isEmpty)
        var seed = UInt64(7)
        let noise = heard(4) { _, _ in
            seed = seed &* 6_364_136_223_846_793_005 &+ 1
            return Double(seed >> 40) / Double(1 << 24) - 0.5
        }
        #expect(noise.isEmpty && heard(4) { _, _ in 0 }.isEmpty)
        #expect(heard(0) { _, _ in 0 }.isEmpty && heard(1.0 / 48000) { _, _ in 1 }.isEmpty)
        #expect(heard(1) { _, _ in .nan }.isEmpty)
    }

    @Test func `the size of blocks does not matter, and long sound is levelled in parts`() {
        let voice = GeneratedSound.speaking(21..<25, level: 0.003)
        let (one, other) = (heard(30, block: 1024, voice), heard(30, block: 100_000, voice))
        #expect(isNear(ends(one), 21, 25) && isNear(ends(other), 21, 25), "\(one) \(other)")
    }

    @Test func `silence that is skipped counts`() {
        let voice = GeneratedSound.speaking(0..<3)
        let samples = (0..<4 * 48000).map { SIMD2<Float>(repeating: Float(voice(0, Double($0) / 48000))) }
        var listener = SpeechListener()
        samples.withUnsafeBufferPointer { listener.add($0) }
        listener.skip(3600 * 48000)
        samples.withUnsafeBufferPointer { listener.add($0) }
        let found = listener.finish()
        #expect(found.contains { $0.lowerBound < 48000 } && found.last!.lowerBound > 3604 * 48000 - 48000)
        #expect(isNear(ends(found.filter { $0.lowerBound > 48000 * 100 }), 3604, 3607))
    }
}

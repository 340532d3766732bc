import ClipCore
import Foundation
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct DuckerTests {
    private func range(_ start: Double, _ end: Double) -> Range<Int64> {
        Int64(start * 48000)..<Int64(end * 48000)
    }

    @Test func `music is down when speech begins, and up 0.6 s after its end`() {
        let gains = Ducker.gains([range(2, 3)], depth: 9, count: 6 * 48000)
        let down = Float(pow(10, -9.0 / 20))
        #expect(gains.count == 601)
        #expect(gains[200...300].allSatisfy { abs($0 - down) < 1e-6 })
        #expect(gains[..<180].allSatisfy { $0 == 1 } && gains[361...].allSatisfy { $0 == 1 })
        #expect(abs(20 * log10(gains[190]) + 4.5) < 0.1)
    }

    @Test func `it goes down and comes up without a jump`() {
        let gains = Ducker.gains([range(2, 3)], depth: 9, count: 6 * 48000)
        let steps = zip(gains, gains.dropFirst()).map { abs(20 * log10($1 / $0)) }
        #expect(steps.max()! < 0.8)
    }

    @Test func `a pause of up to a second does not bring the music up, a longer one does`() {
        let near = Ducker.gains([range(1, 2), range(2.9, 4)], depth: 9, count: 6 * 48000)
        #expect(near[100...400].max()! < 0.36)
        let far = Ducker.gains([range(1, 2), range(4, 5)], depth: 9, count: 6 * 48000)
        #expect(far[300] == 1)
    }

    @Test func `without speech there is no ducking, and speech at an end stays inside`() {
        #expect(Ducker.gains([], depth: 9, count: 48000).isEmpty)
        let gains = Ducker.gains([range(0, 0.5), range(0.9, 9)], depth: 9, count: 48000)
        #expect(gains.count == 101 && gains.allSatisfy { $0 < 0.36 })
    }
}

@Suite struct LimiterTests {
    private func limited(_ samples: [SIMD2<Float>], _ ceiling: Double) -> [SIMD2<Float>] {
        var limiter = Limiter(ceiling: ceiling)
        var all = samples + [SIMD2<Float>](repeating: .zero, count: 1024)
        var result: [SIMD2<Float>] = []
        for start in stride(from: 0, to: all.count, by: 1000) {
            var block = Array(all[start..<min(all.count, start + 1000)])
            limiter.limit(&block)
            result += block
        }
        all = Array(result.dropFirst(Limiter.latency).prefix(samples.count))
        return all
    }

    @Test func `what is below the ceiling comes out as it went in`() {
        let samples = (0..<5000).map { SIMD2<Float>(repeating: 0.7 * sin(Float($0) * 0.05)) }
        #expect(limited(samples, -2) == samples)
    }

    @Test(arguments: [-1.0, -2, -6])
    func `true peaks stay below the ceiling`(ceiling: Double) throws {
        let noise = GeneratedSound.noise(1.5)
        // Also a quarter of the rate, whose peaks lie between its samples, and lone clicks.
        let samples = (0..<48000).map { index -> SIMD2<Float> in
            if index < 20000 { return SIMD2(Float(noise(0, 0)), Float(noise(1, 0))) }
            let tone: Float = sin(.pi / 4 + .pi / 2 * Float(index % 4))
            return SIMD2(1.4 * tone, index % 5000 == 0 ? 2 : 0.1)
        }
        let meter = try LoudnessMeter(.loudnessAndPeaks)
        try limited(samples, ceiling).withUnsafeBufferPointer { try meter.add($0) }
        let peak = meter.truePeak
        // White noise reaches up to half the rate, where 12 taps a phase see less than all.
        #expect(try #require(peak) < ceiling + 0.5)
        #expect(try #require(peak) > ceiling - 2)
    }

    @Test func `a lone peak is let go within a quarter of a second`() {
        var samples = (0..<48000).map { SIMD2<Float>(repeating: 0.3 * sin(Float($0) * 0.05)) }
        samples[10000] = SIMD2(repeating: 3)
        let result = limited(samples, -2)
        #expect(result[9000] == samples[9000])
        for index in 22000..<48000 { #expect(abs(result[index].x - samples[index].x) < 0.003) }
    }

    @Test func `the least of a window is what it is`() {
        var state: UInt64 = 7
        let values = (0..<2000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 24)
        }
        var minimum = SlidingMinimum(window: 37)
        for index in values.indices {
            #expect(minimum.next(values[index]) == values[max(0, index - 36)...index].min()!)
        }
    }
}

@Suite struct LoudnessSearchTests {
    @Test func `a mix that follows its gain needs one pass`() {
        var search = LoudnessSearch(target: -14, truePeak: -1, measured: -20)
        #expect(search.gain == 6 && search.ceiling == -2)
        #expect(search.judge(loudness: -14.1, peak: -1.5) == .good)
    }

    @Test func `what the limiter takes is given back`() {
        var search = LoudnessSearch(target: -14, truePeak: -1, measured: -20)
        #expect(search.judge(loudness: -15, peak: nil) == .again)
        #expect(search.gain == 7)
        // One more dB gave half a dB: the next step is twice as large.
        #expect(search.judge(loudness: -14.5, peak: nil) == .again)
        #expect(abs(search.gain - 8) < 1e-9)
        #expect(search.judge(loudness: -14, peak: nil) == .good)
    }

    @Test func `peaks above the limit lower the ceiling`() {
        var search = LoudnessSearch(target: nil, truePeak: -1, measured: -20)
        #expect(search.gain == 0)
        #expect(search.judge(loudness: -20, peak: -0.5) == .again)
        #expect(search.ceiling < -2.5)
        #expect(search.judge(loudness: -20, peak: -1.2) == .good)
    }

    @Test func `it ends where more gain makes nothing louder`() {
        var search = LoudnessSearch(target: -14, truePeak: -1, measured: -50)
        #expect(search.judge(loudness: -20, peak: nil) == .again)
        #expect(search.gain == 40)
        #expect(search.judge(loudness: -19.9, peak: nil) == .unreachable)
        var quiet = LoudnessSearch(target: -14, truePeak: -1, measured: -70)
        #expect(quiet.judge(loudness: -30, peak: -20) == .unreachable)
        #expect(quiet.gain == 40)
    }

    @Test func `silence has no loudness to reach`() {
        var search = LoudnessSearch(target: -14, truePeak: -1, measured: nil)
        #expect(search.judge(loudness: nil, peak: nil) == .good)
        #expect(search.gain == 0)
    }
}

@Suite struct MixBalanceTests {
    private func levels(own: Double?, music: Double?, speech: Double? = nil) -> MixBalance.Levels {
        MixBalance.Levels(own: own, music: music, speech: speech, ranges: speech == nil ? [] : [0..<48000])
    }

    private func decibels(_ factor: Float) -> Double { 20 * log10(Double(factor)) }

    @Test(
        arguments: [
            // mode, own, speech, what own and music are changed by, and music under speech
            (SoundMix.Mode.auto, -20.0, nil, -8.0, 0.0, nil), (.duck, -20, nil, -8, 0, nil),
            (.auto, -50, nil, 6, 0, nil), (.auto, -20, -18, 0, -5, -14), (.duck, -25, -18, 0, -5, -14),
            (.under, -20, -18, 0, -16, nil), (.under, -20, nil, 0, -16, nil), (.replace, -20, -18, 0, 0, nil),
        ] as [(SoundMix.Mode, Double, Double?, Double, Double, Double?)])
    func `speech leads where somebody speaks, else the music`(
        mode: SoundMix.Mode, own: Double, speech: Double?, ownChange: Double, musicChange: Double,
        underSpeech: Double?
    ) {
        let balance = MixBalance(mode, levels(own: own, music: -16, speech: speech), count: 96_000)
        #expect(abs(decibels(balance.own) - ownChange) < 1e-4)
        #expect(abs(decibels(balance.music) - musicChange) < 1e-4)
        if let underSpeech {
            #expect(abs(decibels(balance.musicGain(at: 24_000)) - underSpeech) < 1e-3)
        } else {
            #expect(balance.ducking.isEmpty)
        }
    }

    @Test func `either alone stays what it is, but for the volume that was asked for`() {
        #expect(MixBalance(.auto, levels(own: nil, music: -16), count: 1) == MixBalance())
        #expect(MixBalance(.auto, levels(own: -70, music: -16), count: 1) == MixBalance())
        #expect(MixBalance(.under, levels(own: -20, music: nil), count: 1) == MixBalance())
        let raised = MixBalance(.auto, levels(own: -20, music: -16), volume: -6, count: 1)
        #expect(abs(decibels(raised.music) + 6) < 1e-4 && abs(decibels(raised.own) + 8) < 1e-4)
    }

    @Test func `the gain goes from one level to the next in a straight line`() {
        var balance = MixBalance()
        balance.ducking = [1, 0.5]
        #expect(balance.musicGain(at: 0) == 1)
        #expect(balance.musicGain(at: 240) == 0.75)
        #expect(balance.musicGain(at: 480) == 0.5)
        #expect(balance.musicGain(at: 99_999) == 0.5)
    }
}

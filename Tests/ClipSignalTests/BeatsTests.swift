import Testing

@testable import ClipSignal

@Suite struct BeatsTests {
    /// Onsets in all parts every `period` frames from `first` on.
    static func clicks(_ frames: Int, every period: Int, from first: Int) -> [[Float]] {
        let row = (0..<frames).map { frame -> Float in
            let phase = (frame - first + period * 1000) % period
            return phase == 0 ? 1.8 : phase == 1 || phase == period - 1 ? 0.9 : 0
        }
        return Array(repeating: row, count: 5)
    }

    @Test(arguments: [(40, 7), (50, 0), (60, 33), (65, 12)])
    func `clicks are beats, at their tempo and their places`(period: Int, first: Int) throws {
        let beats = Beats(Self.clicks(1500, every: period, from: first))
        let tempo = try #require(beats.tempo)
        #expect(abs(tempo - 6000 / Double(period)) < 1)
        #expect(beats.confidence > 0.3)
        for time in beats.times.dropFirst().dropLast() {
            let phase = (Int((time * 100).rounded()) - first + period * 100) % period
            #expect(min(phase, period - phase) <= 3, "\(time)")
        }
    }

    @Test(arguments: [(69.8, 69.8), (140, 139.5), (100, 139.5), (1000, 139.5)])
    func `a stated tempo counts if the sound has it`(hint: Double, expected: Double) throws {
        let all = Self.clicks(3000, every: 43, from: 0)[0].map { $0 * 0.55 }
        let row = zip(all, Self.clicks(3000, every: 86, from: 0)[0]).map(max)
        let beats = Beats(Array(repeating: row, count: 5), hint: hint)
        #expect(abs(try #require(beats.tempo) - expected) < 1)
        #expect(beats.times.count > Int(29 * expected / 60) - 3)
    }

    @Test func `a slip does not change the tempo`() throws {
        let row = Self.clicks(1500, every: 40, from: 0)[0] + Self.clicks(1500, every: 40, from: 20)[0]
        let tempo = try #require(Beats(Array(repeating: row, count: 5)).tempo)
        #expect(abs(tempo - 150) < 0.5)
    }

    @Test(arguments: [0, 1, 5, 3000])
    func `silence and next to nothing have no beat`(frames: Int) {
        let beats = Beats(Array(repeating: Array(repeating: 0, count: frames), count: 5))
        #expect(beats.tempo == nil)
        #expect(beats.times.isEmpty)
        #expect(beats.confidence.isFinite)
    }

    @Test func `noise has no steady beat`() {
        var state: UInt64 = 9
        let rows = (0..<5).map { _ in
            (0..<3000).map { _ -> Float in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return state >> 61 == 0 ? Float(state >> 40 & 0xFFFF) / 40000 : 0
            }
        }
        #expect(Beats(rows).tempo == nil)
    }

    @Test func `nothing in the bands gives finite zeros`() {
        var onsets = Onsets(centres: SpectrumShape.centres)
        let zeros = [Float](repeating: 0, count: SpectrumShape.centres.count)
        for _ in 0..<250 { zeros.withUnsafeBufferPointer { onsets.add($0) } }
        #expect(onsets.normalised().allSatisfy { $0.count == 250 && $0.allSatisfy { $0 == 0 } })
    }

    @Test func `what begins once is an onset once`() {
        var onsets = Onsets(centres: SpectrumShape.centres)
        for frame in 0..<400 {
            let bands = [Float](repeating: frame < 200 ? 0 : 0.5, count: SpectrumShape.centres.count)
            bands.withUnsafeBufferPointer { onsets.add($0) }
        }
        for row in onsets.normalised() {
            let peak = row.indices.max { row[$0] < row[$1] }!
            #expect(abs(peak - 200) <= 1)
            #expect(row[..<150].allSatisfy { $0 == 0 })
        }
    }
}

/// Bands as the reader of spectra makes them.
enum SpectrumShape {
    static let centres = MelBands(count: 36, over: 30...15000, rate: 48000, size: 2048).centres
}

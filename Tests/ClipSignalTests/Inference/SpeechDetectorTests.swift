import ClipSignal
import Testing

@Suite struct SpeechDetectorTests {
    private func probabilities(_ samples: [Float], block: Int = .max) -> [Float] {
        var detector = SpeechDetector()
        var (found, rest) = ([Float](), samples[...])
        while !rest.isEmpty {
            found += detector.feed(Array(rest.prefix(block)))
            rest = rest.dropFirst(block)
        }
        return found + detector.finish()
    }

    @Test func `probabilities are those of the original model`() throws {
        let golden = try Golden.read().speech
        let found = probabilities(golden.sound)
        #expect(found.count == golden.probabilities.count)
        for (index, pair) in zip(found, golden.probabilities).enumerated() {
            #expect(abs(pair.0 - pair.1) < 0.003, "chunk \(index)")
        }
        // The sound says something: the model hears both speech and none.
        #expect(found.count { $0 > 0.9 } > 30 && found.count { $0 < 0.1 } > 20)
    }

    @Test(arguments: [1, 100, 512, 700])
    func `blocks of any length give the same`(block: Int) throws {
        let sound = Array(try Golden.read().speech.sound.prefix(12_345))
        #expect(probabilities(sound, block: block) == probabilities(sound))
    }

    @Test func `a copy goes its own way`() throws {
        let sound = try Golden.read().speech.sound
        var one = SpeechDetector()
        _ = one.feed(Array(sound[..<10_000]))
        var other = one
        let next = Array(sound[10_000..<20_000])
        _ = other.feed([Float](repeating: 0.5, count: 10_000))
        #expect(one.feed(next) == Array(probabilities(Array(sound[..<20_000])).dropFirst(19).prefix(20)))
    }

    @Test func `no sound has no probabilities, one sample has one`() {
        var detector = SpeechDetector()
        #expect(detector.feed([]).isEmpty && detector.finish().isEmpty)
        #expect(detector.feed([0.1]).isEmpty)
        #expect(detector.finish().count == 1 && detector.finish().isEmpty)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, .signalingNaN, .greatestFiniteMagnitude])
    func `samples that are no sound spoil nothing`(bad: Float) throws {
        var sound = try Golden.read().speech.sound
        for index in stride(from: 3000, to: 4000, by: 7) { sound[index] = bad }
        let found = probabilities(sound)
        #expect(found.allSatisfy { (0...1).contains($0) })
        // It recovers: the vowel a second later is speech again.
        #expect(found[20..<40].max()! > 0.9)
    }
}

@Suite struct SpeechLevelTests {
    private func level(_ samples: [Float]) -> SpeechLevel {
        var level = SpeechLevel()
        level.feed(samples)
        return level
    }

    @Test func `a quiet track is raised to -20 dBFS by its loud chunks`() {
        // 10 % of -50 dBFS in silence.
        let samples = (0..<51_200).map { $0 % 5120 < 512 ? Float(0.003162278) : 0 }
        #expect(level(samples).loud == -50)
        #expect(abs(level(samples).gain - 31.62278) < 1e-3)
    }

    @Test func `a loud track, silence, and a click stay as they are`() {
        #expect(level(.init(repeating: 0.5, count: 5120)).gain == 1)
        #expect(level(.init(repeating: 0, count: 5120)).gain == 1)
        #expect(level(.init(repeating: 1 / 32768, count: 5120)).gain == 1)
        #expect(level([1] + .init(repeating: 0, count: 51_199)).gain == 1)
    }

    @Test func `nothing, and what is no number, has no level`() {
        #expect(level([]).loud == nil && level([]).gain == 1 && level([1]).gain == 1)
        #expect(level(.init(repeating: .nan, count: 512)).gain == 1)
        #expect(level(.init(repeating: .infinity, count: 512)).gain == 1)
    }
}

@Suite struct SpeechSegmentsTests {
    /// Runs of chunks of one probability.
    private func segments(_ runs: [(Int, Float)]) -> [ClosedRange<Int>] {
        let probabilities = runs.flatMap { [Float](repeating: $0.1, count: $0.0) }
        return SpeechSegments(probabilities, sampleCount: probabilities.count * 512).ranges.map {
            // In chunks, whatever the margin was.
            ($0.lowerBound + 480) / 512...($0.upperBound - 480) / 512
        }
    }

    @Test func `segments are those of the original rule`() throws {
        for example in try Golden.read().segments {
            let found = SpeechSegments(example.probabilities, sampleCount: example.samples).ranges
            #expect(found.map { [$0.lowerBound, $0.upperBound] } == example.segments)
        }
    }

    @Test func `speech ends where it first falls, once silence has lasted`() {
        #expect(segments([(10, 0), (20, 0.9), (10, 0)]) == [10...30])
        // Four chunks of silence later it is not over, and at 0.4 neither.
        #expect(segments([(10, 0), (20, 0.9), (4, 0.1), (10, 0.9), (10, 0)]) == [10...44])
        #expect(segments([(10, 0), (20, 0.9), (5, 0.1), (10, 0.9), (10, 0)]) == [10...30, 35...45])
        #expect(segments([(10, 0), (20, 0.9), (8, 0.4), (10, 0.9), (10, 0)]) == [10...48])
    }

    @Test func `a short sound is no speech`() {
        #expect(segments([(10, 0), (7, 0.9), (10, 0)]).isEmpty)
        #expect(segments([(10, 0), (8, 0.9), (10, 0)]) == [10...18])
    }

    @Test func `margins stay in the sound and do not overlap`() {
        #expect(SpeechSegments(.init(repeating: 1, count: 10), sampleCount: 5000).ranges == [0..<5000])
        #expect(SpeechSegments([], sampleCount: 0).ranges.isEmpty)
        #expect(SpeechSegments([1], sampleCount: 512).ranges.isEmpty)
        #expect(SpeechSegments(.init(repeating: .nan, count: 20), sampleCount: 10_240).ranges.isEmpty)
    }
}

import CFFmpeg
import Foundation
import Testing

@testable import LibAV

@Suite struct LoudnessMeterTests {
    /// A stereo tone of 1 kHz: seconds at a level of the peak in dBFS, one after another.
    private func tones(_ parts: [(seconds: Double, level: Double)]) -> [SIMD2<Float>] {
        parts.flatMap { part in
            (0..<Int(part.seconds * 48000)).map {
                SIMD2(repeating: Float(pow(10, part.level / 20) * sin(2 * .pi * Double($0) / 48)))
            }
        }
    }

    private func meter(_ samples: [SIMD2<Float>], _ depth: LoudnessMeter.Depth = .everything) throws
        -> LoudnessMeter
    {
        let meter = try LoudnessMeter(depth)
        for start in stride(from: 0, to: samples.count, by: 4799) {
            try samples[start..<min(samples.count, start + 4799)].withUnsafeBufferPointer {
                try meter.add($0)
            }
        }
        return meter
    }

    /// A signal of EBU Tech 3341, table 1: seconds and levels in turn.
    struct Signal: Sendable {
        let parts: [[Double]]
        let loudness: Double

        static let all = [
            Signal(parts: [[20, -23]], loudness: -23),
            Signal(parts: [[20, -33]], loudness: -33),
            Signal(parts: [[10, -36], [60, -23], [10, -36]], loudness: -23),
            Signal(parts: [[10, -72], [10, -36], [60, -23], [10, -36], [10, -72]], loudness: -23),
            Signal(parts: [[20, -26], [20.1, -20], [20, -26]], loudness: -23),
        ]
    }

    @Test(arguments: Signal.all)
    func `integrated loudness is what EBU Tech 3341 says`(signal: Signal) throws {
        let meter = try meter(tones(signal.parts.map { (seconds: $0[0], level: $0[1]) }))
        let integrated = meter.integrated
        #expect(abs(try #require(integrated) - signal.loudness) <= 0.1)
    }

    @Test func `loudness alone is what libebur128 measures, every 100 ms, through silence and noise`() throws
    {
        var state: UInt64 = 7
        let samples = (0..<20 * 48000).map { index -> SIMD2<Float> in
            let level: Float = [0.5, 0, 0.003, 0.2][index / 48000 % 4]
            return SIMD2(
                level * sin(Float(index) / 20),
                level
                    * {
                        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                        return Float(state >> 40) / 16_777_216 - 0.5
                    }())
        }
        let meter = try LoudnessMeter(.loudness)
        let reference = try LoudnessMeter(.loudnessAndPeaks)
        for start in stride(from: 0, to: samples.count, by: 4800) {
            try samples[start..<start + 4800].withUnsafeBufferPointer {
                try meter.add($0)
                try reference.add($0)
            }
            let (own, theirs) = (meter.momentary ?? -100, reference.momentary ?? -100)
            #expect(abs(own - theirs) < 0.001 || max(own, theirs) < -90, "\(start): \(own) \(theirs)")
        }
        let (own, theirs) = (meter.integrated, reference.integrated)
        #expect(abs(try #require(own) - (try #require(theirs))) < 0.001)
        let (peak, range) = (meter.truePeak, meter.range)
        #expect(peak == nil && range == nil)
    }

    // EBU Tech 3342, table 1, signals 1 to 3.
    @Test(arguments: [(-20.0, -30.0, 10.0), (-20, -15, 5), (-40, -20, 20)])
    func `the range is what EBU Tech 3342 says`(first: Double, second: Double, expected: Double) throws {
        let meter = try meter(tones([(20, first), (20, second)]))
        let range = meter.range
        #expect(abs(try #require(range) - expected) <= 1)
    }

    // EBU Tech 3341, table 1, signals 15 and 16: a quarter of the rate at 0 and 45 degrees.
    @Test(arguments: [0.0, 45])
    func `true peaks between samples are found`(degrees: Double) throws {
        let samples = (0..<48000).map {
            SIMD2(repeating: Float(0.5 * sin(.pi / 2 * Double($0) + degrees / 180 * .pi)))
        }
        let meter = try meter(samples)
        let peak = meter.truePeak
        #expect(try #require(peak) > -6.4 && peak! < -5.8)
    }

    @Test func `silence has neither loudness nor peak`() throws {
        let meter = try meter([SIMD2<Float>](repeating: .zero, count: 96000))
        let (loudness, peak, now) = (meter.integrated, meter.truePeak, meter.momentary)
        #expect(loudness == nil && peak == nil && now == nil)
    }
}

@Suite struct StereoConverterTests {
    private func frame(_ channels: Int, rate: Int32 = 48000, _ value: (Int, Int) -> Float) throws -> Frame {
        var layout = AVChannelLayout()
        av_channel_layout_default(&layout, Int32(channels))
        let frame = try Frame.samples(
            1024, format: AV_SAMPLE_FMT_FLTP.rawValue, rate: rate, layout: try ChannelLayout(copying: &layout)
        )
        for channel in 0..<channels {
            let plane = UnsafeMutableRawPointer(frame.pointer.pointee.extended_data[channel]!)
            for index in 0..<1024 {
                plane.storeBytes(of: value(channel, index), toByteOffset: 4 * index, as: Float.self)
            }
        }
        return frame
    }

    private func converted(_ frame: borrowing Frame) throws -> [SIMD2<Float>] {
        let converter = try StereoConverter.open(for: frame)
        try converter.push(frame, from: 0, count: 1024)
        var samples = [SIMD2<Float>](repeating: .zero, count: 4096)
        let count = try samples.withUnsafeMutableBufferPointer { try converter.pull(into: $0, isOver: true) }
        return Array(samples[..<count])
    }

    // Left, right, centre, LFE, left and right surround.
    @Test(arguments: [
        (0, 1.0, 0.0), (1, 0, 1), (2, 0.70711, 0.70711), (3, 0, 0), (4, 0.70711, 0), (5, 0, 0.70711),
    ])
    func `5.1 is mixed down as BS.775 says`(channel: Int, left: Double, right: Double) throws {
        let samples = try converted(try frame(6) { at, _ in at == channel ? 0.5 : 0 })
        try #require(samples.count == 1024)
        let expected = SIMD2(Float(left / 2), Float(right / 2))
        #expect(samples.allSatisfy { abs($0.x - expected.x) < 1e-4 && abs($0.y - expected.y) < 1e-4 })
    }

    @Test func `what exceeds full scale is kept`() throws {
        let samples = try converted(try frame(6) { _, _ in 1 })
        #expect(samples.allSatisfy { abs($0.x - 2.41421) < 1e-3 && abs($0.y - 2.41421) < 1e-3 })
    }

    @Test func `mono goes to both sides at its full level`() throws {
        let samples = try converted(try frame(1) { _, index in Float(index) / 1024 })
        #expect(samples == (0..<1024).map { SIMD2(repeating: Float($0) / 1024) })
    }

    @Test func `another rate keeps length and place`() throws {
        let samples = try converted(
            try frame(2, rate: 24000) { _, index in sin(2 * .pi * 500 * Float(index) / 24000) })
        #expect(abs(samples.count - 2048) <= 2)
        for index in 200..<1800 {
            #expect(abs(samples[index].x - sin(2 * .pi * 500 * Float(index) / 48000)) < 0.002)
        }
    }

    @Test func `a frame of another form does not fit`() throws {
        let converter = try StereoConverter.open(for: try frame(2) { _, _ in 0 })
        let same = converter.fits(try frame(2) { _, _ in 0 })
        let mono = converter.fits(try frame(1) { _, _ in 0 })
        let other = converter.fits(try frame(2, rate: 44100) { _, _ in 0 })
        #expect(same && !mono && !other)
    }
}

import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// Outputs of several pieces: every picture shows its number, the tones tell the second.
@Suite struct SegmentRenderTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func part(_ start: Int64, _ end: Int64) -> TimeRange {
        TimeRange(
            start: MediaTime(ticks: start, timescale: 30), end: MediaTime(ticks: end, timescale: 30))
    }

    private func render(
        _ pieces: [EditSegment], of sample: Sample = .batik, as name: String = "out.mp4"
    ) throws -> Report {
        let trimmer = try Trimmer(try SourceFile.open(sample.path))
        var request = TrimRequest(
            part: .length(MediaTime(ticks: 15, timescale: 1), .start), speed: "ultrafast")
        request.pieces = pieces
        let plan = try trimmer.plan(
            request, OutputName(scratch.path(name).bytes, isFolder: false), overwrites: true)
        #expect(plan.problem == nil)
        return try trimmer.render([plan], Renderer(threads: 1))[0].get()
    }

    private func marks(_ name: String = "out.mp4") throws -> [Int?] {
        try Pictures.all(scratch.path(name)).map { $0.mark?.frame }
    }

    @Test func `pieces follow one another to the frame, and their sound to the sample`() throws {
        let spans = [45..<90, 200..<231, 100..<190]
        let report = try render(
            spans.map { EditSegment(part(Int64($0.lowerBound), Int64($0.upperBound))) }, of: .kopi)
        #expect(report.proof.frames == 166)
        #expect(try marks() == spans.flatMap { Array($0) })
        #expect(report.plan.reasons.contains("picture is re-encoded: 3 pieces are joined"))
        let sound = try Sound(scratch.path("out.mp4"))
        let source = try Sound.kopi.get()
        var begin = 0
        for span in spans {
            let (first, count) = (begin * 1600, span.count * 1600)
            let lag = sound.lag(
                behind: source, at: (span.lowerBound - begin) * 1600, from: first + 2400, count: count - 4800)
            #expect(abs(lag) <= 1, "the piece at \(begin)")
            begin += span.count
        }
    }

    @Test func `nothing clicks at a join`() throws {
        // Joins amid tones, where a hard cut jumps.
        _ = try render([EditSegment(part(40, 71)), EditSegment(part(133, 170)), EditSegment(part(11, 44))])
        let source = try Sound.batik.get()
        func steepest(_ samples: ArraySlice<Float>) -> Float {
            zip(samples, samples.dropFirst()).map { abs($0 - $1) }.max() ?? 0
        }
        let samples = try Sound(scratch.path("out.mp4")).samples
        let usual = steepest(source.samples[...])
        for join in [31, 68] {
            #expect(steepest(samples[(join * 1600 - 1000)..<(join * 1600 + 1000)]) < usual * 1.3)
        }
    }

    @Test func `slower is longer, in order, at the same pitch`() throws {
        let report = try render([EditSegment(part(60, 180), length: MediaTime(ticks: 5, timescale: 1))])
        #expect(report.proof.frames == 150)
        let marks = try marks().compactMap { $0 }
        #expect(marks.count == 150 && marks.first == 60 && marks.last == 179)
        #expect(zip(marks, marks.dropFirst()).allSatisfy { (0...1).contains($1 - $0) })
        #expect(Set(marks).count == 120)
        // Seconds 2 to 5 of the source, by the pitch of their tones.
        let sound = try Sound(scratch.path("out.mp4"))
        #expect([0.3, 1.6, 2.9, 4.1].map { sound.second(from: Int($0 * 48000)) } == [2, 3, 4, 5])
    }

    @Test func `a held picture is the last one, silent after a fall`() throws {
        let held = EditSegment(
            part(599, 600), length: MediaTime(ticks: 2, timescale: 1), isHeld: true,
            seam: MediaTime(ticks: 1, timescale: 1))
        let report = try render([EditSegment(part(540, 600)), held])
        #expect(report.proof.frames == 120)
        #expect(try marks() == Array(540..<600) + Array(repeating: 599, count: 60))
        let samples = try Sound(scratch.path("out.mp4")).samples
        #expect(samples[(48000 * 5 / 2)...].allSatisfy { abs($0) < 0.001 })
        #expect(samples[..<48000].contains { abs($0) > 0.05 })
    }

    @Test func `a part that repeats goes on without a gap`() throws {
        let seam = MediaTime(ticks: 80, timescale: 1000)
        let pieces = [
            EditSegment(part(0, 60)), EditSegment(part(30, 60), seam: seam),
            EditSegment(part(30, 45), seam: seam),
        ]
        let report = try render(pieces, as: "loop.mov")
        #expect(report.proof.frames == 105)
        #expect(try marks("loop.mov") == Array(0..<60) + Array(30..<60) + Array(30..<45))
    }

    @Test func `one part at its own speed is cut as ever`() throws {
        let report = try render([EditSegment(part(60, 180))])
        #expect(report.plan.pieces == nil && report.method == .smart)
    }
}

@Suite struct TempoFilterTests {
    @Test(arguments: [0.5, 0.8, 1.5, 2]) func `time changes and pitch stays`(rate: Double) throws {
        var filter = try TempoFilter.open(rate: rate)
        let tone = (0..<96000).map { SIMD2<Float>(repeating: Float(sin(2 * .pi * 440 * Double($0) / 48000))) }
        var found: [SIMD2<Float>] = []
        func drain() throws {
            while true {
                let more = try filter.receive()
                if more.isEmpty { return }
                found += more
            }
        }
        for start in stride(from: 0, to: tone.count, by: 4096) {
            try filter.send(tone[start..<min(tone.count, start + 4096)])
            try drain()
        }
        try filter.finish()
        try drain()
        #expect(abs(Double(found.count) - 96000 / rate) < 2400)
        let inner = found[(found.count / 4)..<(found.count * 3 / 4)]
        let crossings = zip(inner, inner.dropFirst()).count { $0.x < 0 && $1.x >= 0 }
        #expect(abs(Double(crossings) / (Double(inner.count) / 48000) - 440) < 9)
    }
}

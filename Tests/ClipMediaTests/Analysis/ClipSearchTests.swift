import ClipCore
import Glibc
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct ClipSearchTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func take(
        _ encoder: borrowing Encoder, _ packet: borrowing Packet, _ output: borrowing OutputFile,
        _ stream: Int
    ) throws {
        while try encoder.receive(into: packet) {
            packet.duration = 1
            try output.write(packet, to: stream, timeBase: (1, 4))
        }
    }

    /// A silent clip, four pictures a second, with noise in all of them, strongest from `start` on for ten seconds.
    ///
    /// - Parameters:
    ///   - seconds: its length.
    ///   - time: when a picture is shown, in quarters of a second.
    private func clip(
        _ start: Int64, of seconds: Int64 = 300, keyInterval: Int, time: (Int64) -> Int64 = { $0 }
    ) throws -> FilePath {
        let path = scratch.path("long.mp4")
        let encoder = try Encoder.openPicture(
            VideoSettings(
                codec: .h264, quality: 30, speed: "ultrafast", keyInterval: keyInterval, threads: 1),
            width: 64, height: 64, rate: (4, 1))
        let descriptor = Glibc.open(path.string, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let output = try OutputFile.create(format: "mp4", descriptor: descriptor)
        let stream = try output.addStream(encodedBy: encoder)
        try output.begin([:])
        let packet = try Packet()
        var generator = Noise()
        for number in Int64(0)..<4 * seconds where time(number) < 4 * seconds {
            let frame = try Frame.blank420(width: 64, height: 64)
            let isLively = (4 * start..<4 * (start + 10)).contains(time(number))
            // New frames hold what was in memory before.
            for plane in 0...2 {
                let found = frame.plane(plane)
                let (base, stride) = try #require(found)
                base.update(repeating: 128, count: (plane == 0 ? 64 : 32) * stride)
                for place in 0..<(plane > 0 ? 0 : isLively ? 64 * stride : 512) {
                    let noise = Int(Int8(truncatingIfNeeded: generator.next()))
                    base[place] = UInt8(120 + noise / (isLively ? 2 : 20))
                }
            }
            frame.presentation = time(number)
            try encoder.send(frame)
            try take(encoder, packet, output, stream)
        }
        try encoder.finish()
        try take(encoder, packet, output, stream)
        try output.finish()
        return path
    }

    private let work = JobTemplate(
        [TrimRequest(part: .ranked(MediaTime(ticks: 15, timescale: 1), rank: 1))], Preset())

    private func chosen(
        _ path: FilePath, _ search: WindowChoice.Search, _ analyzer: Analyzer = Analyzer(),
        progress: @escaping ProgressHandler = { _ in }
    ) throws -> (range: TimeRange, notes: [String]) {
        var work = work
        work.choice.search = search
        let trimmer = try Trimmer(try SourceFile.open(path), analyzer)
        let request = try #require(try trimmer.chosen(work, progress: progress).requests.first)
        return (try request.part.range(in: trimmer.info.duration).range, request.notes)
    }

    @Test func `a part of a long clip is examined, and the lively part found`() throws {
        let path = try clip(200, keyInterval: 8)
        let store = OneAnalysis()
        let quick = try chosen(path, .fast, Analyzer(keepingIn: store))
        let note = try #require(quick.notes.first { $0.contains("were examined closely") })
        #expect(note.contains(" of 300 seconds"))
        #expect(quick.range.start.seconds <= 200 && quick.range.end.seconds >= 210)
        let survey = try #require(store.kept?.survey)
        #expect(survey.seconds < 150, "\(survey.seconds)")
        #expect(survey.covers(quick.range))
        // What is kept is enough to choose again, and no analysis of the whole.
        #expect(try chosen(path, .fast, Analyzer(keepingIn: store)).range == quick.range)
        #expect(store.kept?.survey == survey)
        let full = try chosen(path, .full, Analyzer(keepingIn: store))
        #expect(full.range.start.seconds <= 200 && full.range.end.seconds >= 210)
        #expect(!full.notes.contains { $0.contains("examined") })
        #expect(store.kept?.survey == nil)
    }

    @Test func `three hours, and pictures at any time, are searched in parts`() throws {
        let long = try chosen(try clip(7000, of: 10_800, keyInterval: 40), .fast)
        #expect(long.range.start.seconds <= 7000 && long.range.end.seconds >= 7010)
        #expect(long.notes.contains { $0.contains(" of 180 minutes were examined closely") }, "\(long.notes)")
        let varied = try chosen(try clip(100, keyInterval: 8) { $0 + $0 / 3 }, .fast)
        #expect((95...102).contains(varied.range.start.seconds), "\(varied.range)")
        #expect(varied.notes.contains { $0.contains("were examined closely") }, "\(varied.notes)")
    }

    @Test(arguments: WindowChoice.Search.allCases)
    func `a source that shrinks while it is examined is refused`(search: WindowChoice.Search) throws {
        let path = try clip(200, keyInterval: 8)
        let failure = #expect(throws: Failure.self) {
            try chosen(path, search, progress: { _ in truncate(path.string, 1000) })
        }
        #expect(failure?.kind == .sourceChanged)
    }

    @Test func `a clip with few keyframes is examined completely, and says so`() throws {
        let path = try clip(100, keyInterval: 1200)
        let quick = try chosen(path, .fast)
        #expect(quick.notes.contains("all of the clip was examined: its keyframes lie more than 20 s apart"))
        #expect(quick.range.start.seconds <= 100 && quick.range.end.seconds >= 110)
    }
}

/// The same noise each time (Knuth's linear congruential generator).
private struct Noise: RandomNumberGenerator {
    private var state: UInt64 = 1

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 32
    }
}

/// Keeps one analysis.
private final class OneAnalysis: AnalysisStore, @unchecked Sendable {
    // Sendable: used by one test on one thread.
    private(set) var kept: Analysis?

    func analysis(of identity: String) -> Analysis? { kept }
    func keep(_ analysis: Analysis, of identity: String) { kept = analysis }
}

import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// Exact trims: every frame shows its number, and is compared with the one that belongs there.
@Suite struct TrimTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let sample: Sample
        let start: MediaTime
        let length: MediaTime
        let method: TrimRequest.Method
        let ending: String
        /// How it must come out, where nothing goes wrong.
        let result: TrimRequest.Method

        init(
            _ sample: Sample, _ start: String, _ length: String, _ method: TrimRequest.Method,
            _ ending: String,
            _ result: TrimRequest.Method
        ) {
            (self.sample, self.method, self.ending, self.result) = (sample, method, ending, result)
            (self.start, self.length) = (MediaTime(parsing: start)!, MediaTime(parsing: length)!)
        }

        var testDescription: String {
            "\(sample.testDescription) \(start.text)+\(length.text) \(method) .\(ending)"
        }
    }

    static let rows = [
        Row(.kopi, "6.5", "2", .smart, "mp4", .smart), Row(.kopi, "13.377", "2.1", .smart, "mov", .smart),
        Row(.kopi, "33.01", "2.5", .smart, "mkv", .smart), Row(.kopi, "48.013", "1.7", .smart, "ts", .smart),
        Row(.kopi, "43", "0.733", .smart, "mp4", .smart), Row(.kopi, "7", "0.9", .smart, "mp4", .smart),
        Row(.kopi, "21", "0.7", .smart, "mp4", .encode), Row(.kopi, "54.5", "0.5", .smart, "webm", .encode),
        Row(.kopi, "58.123", "0.6", .encode, "mp4", .encode),
        Row(.kopi, "9.99", "0.6", .encode, "mov", .encode),
        Row(.kopi, "66.6", "0.5", .encode, "mkv", .encode), Row(.kopi, "41.2", "0.6", .encode, "ts", .encode),
        Row(.batik, "3.9", "4.05", .smart, "mp4", .smart), Row(.batik, "7.5", "1.25", .smart, "ts", .smart),
        Row(.batik, "15.234", "1.5", .smart, "mkv", .smart),
        Row(.batik, "15.9", "0.5", .smart, "webm", .encode),
        Row(.batik, "0", "20", .smart, "mp4", .copy), Row(.batik, "18.7", "1.3", .smart, "mov", .encode),
        Row(.batik, "12.1", "0.5", .encode, "mp4", .encode),
    ]

    @Test(arguments: rows)
    func `every frame of the window is there, one after another`(row: Row) throws {
        let scratch = try Scratch()
        let output = scratch.path("out.\(row.ending)")
        let report = try trim(row.sample.path, to: output, start: row.start, length: row.length, row.method)
        #expect(report.deviations == (report.plan.fallback.map { ["re-encoded in full: \($0)"] } ?? []))
        #expect(report.method == row.result)
        #expect(scratch.names == ["out.\(row.ending)"])
        let base = TimeBase(1, Int64(row.sample.fps))
        let first = Int(row.start.ticksRoundedUp(in: base))
        let begin = MediaTime(ticks: Int64(first), timeBase: base)
        let last = min(row.sample.frames, Int((begin + row.length).ticksRoundedUp(in: base)))
        #expect(report.plan.window.start == begin)
        let pictures = try Pictures.all(output)
        #expect(pictures.map { $0.mark?.frame ?? -1 } == Array(first..<last))
        #expect(pictures.allSatisfy { $0.mark?.sample == row.sample.marker })
        try checkEven(pictures.map(\.time), fps: row.sample.fps, ending: row.ending)
        #expect(report.proof.frames == last - first)
        #expect(report.copiedFrames + report.reencodedFrames == last - first)
        try checkSound(output, row, begin: begin, pictures: pictures.map(\.time))
        try checkCopied(report, output, row.sample)
    }

    @Test(arguments: [.smart, .encode] as [TrimRequest.Method], 1...4)
    func `frames that an edit list hides at the end stay hidden`(method: TrimRequest.Method, hidden: Int)
        throws
    {
        let scratch = try Scratch()
        let path = try scratch.copy(.batik, as: "clip.mp4")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path.string))
        let list = try #require(bytes.range(of: Data("elst".utf8)), "the sample has an edit list")
        let length = UInt32(20_000 - hidden * 100 / 3 - 10)
        bytes.replaceSubrange(
            (list.upperBound + 8)..<(list.upperBound + 12),
            with: withUnsafeBytes(of: length.bigEndian) { Array($0) })
        try bytes.write(to: URL(fileURLWithPath: path.string))
        let output = scratch.path("out.mp4")
        let report = try trim(
            path, to: output, start: MediaTime(ticks: 15, timescale: 1),
            length: MediaTime(ticks: Int64(150 - hidden), timescale: 30), method)
        #expect(report.method == method && report.plan.fallback == nil)
        #expect(try Pictures.all(output).map { $0.mark?.frame ?? -1 } == Array(450..<600 - hidden))
    }

    /// A frame every 1/fps from 0 on; Matroska and WebM keep milliseconds, MPEG-TS starts anywhere.
    private func checkEven(_ times: [MediaTime], fps: Int, ending: String) throws {
        let first = try #require(times.first)
        if ending != "ts" { #expect(first == .zero) }
        let tolerance = ending == "mkv" || ending == "webm" ? 0.001 : ending == "ts" ? 0.00002 : 0
        for (number, time) in times.enumerated() {
            let due = MediaTime(ticks: Int64(number), timescale: Int64(fps))
            #expect(abs((time - first - due).seconds) <= tolerance, "frame \(number)")
        }
    }

    private func checkSound(_ output: FilePath, _ row: Row, begin: MediaTime, pictures: [MediaTime]) throws {
        let source = try (row.sample.marker == 1 ? Sound.kopi : Sound.batik).get()
        let sound = try Sound(output)
        #expect(sound.isContinuous)
        let late = sound.start - (try #require(pictures.first))
        #expect(abs(late.seconds) <= 0.001, "sound starts at \(late.seconds)")
        let length = Double(sound.samples.count) / Double(sound.rate) + late.seconds
        let wanted = Double(pictures.count) / Double(row.sample.fps)
        #expect(abs(length - wanted) < 0.045, "\(length) s of sound for \(wanted) s")
        // The same moment of the source, sample by sample.
        if sound.rate == source.rate {
            let position = Int(((begin + late).seconds * Double(source.rate)).rounded())
            let allowed = row.ending == "mp4" || row.ending == "mov" ? 0...0 : -48...48
            let lag = sound.lag(behind: source, at: position, from: 4096, count: 8000)
            #expect(allowed.contains(lag), "the sound lags by \(lag) samples")
        }
        // The tones of the first second that is heard for half a second within itself.
        let heard = (begin + late).seconds
        let offset = heard - heard.rounded(.down) < 0.45 ? 0.02 : 1 - (heard - heard.rounded(.down)) + 0.02
        let from = Int(offset * Double(sound.rate))
        let second = Int(heard + offset)
        let isSilent = row.sample.marker == 1 && (33...34).contains(second)
        if from + sound.rate * 2 / 5 < sound.samples.count, !isSilent {
            #expect(sound.second(from: from) == second)
        }
    }

    /// Copied pictures are, bit by bit, those that the source decodes to.
    private func checkCopied(_ report: Report, _ output: FilePath, _ sample: Sample) throws {
        guard let segment = report.plan.video.segments.first(where: { $0.treatment == .copy }) else { return }
        let source = try Pictures(sample.path, from: segment.range.start)
        let result = try Pictures(output)
        let mine = try Frame()
        let theirs = try Frame()
        let base = TimeBase(1, Int64(sample.fps))
        let head = (segment.range.start - report.plan.window.start).ticksNearest(in: base)
        for _ in 0..<head { _ = try result.next(into: theirs) }
        for number in 0..<(segment.frames ?? 0) {
            guard try source.next(into: mine), try result.next(into: theirs) else {
                Issue.record("frame \(number) of the copy is missing")
                return
            }
            guard PictureSample(theirs, every: 1).signalToNoise(of: mine) == .infinity else {
                Issue.record("frame \(number) of the copy is not the source's")
                return
            }
        }
        #expect(report.copiedFrames == segment.frames)
    }

    @Test(arguments: [(Sample.kopi, "14", 437), (.kopi, "15", 437), (.batik, "7", 235)])
    func `method copy starts on the nearest keyframe and tells the miss`(
        sample: Sample, start: String, frame: Int
    ) throws {
        let scratch = try Scratch()
        let output = scratch.path("out.mp4")
        let asked = try #require(MediaTime(parsing: start))
        let report = try trim(
            sample.path, to: output, start: asked, length: MediaTime(ticks: 2, timescale: 1), .copy)
        let numbers = try Pictures.all(output).map { $0.mark?.frame ?? -1 }
        #expect(numbers == Array(frame..<frame + numbers.count))
        #expect(sample.keyframes.contains(frame))
        #expect(report.reencodedFrames == 0)
        #expect(report.copiedFrames == numbers.count)
        let miss = MediaTime(ticks: Int64(frame), timescale: 30) - asked
        let text =
            miss < .zero
            ? "starts \((-miss).text) s earlier than asked" : "starts \(miss.text) s later than asked"
        #expect(report.plan.reasons.contains(text), "\(report.plan.reasons)")
    }

    @Test(arguments: [("out.mkv", true), ("out.ts", true), ("out.mp4", false)])
    func `method copy tells how late the sound is where packets cannot be skipped into`(
        name: String, isLate: Bool
    ) throws {
        let scratch = try Scratch()
        let report = try trim(
            Sample.kopi.path, to: scratch.path(name), start: MediaTime(ticks: 14, timescale: 1),
            length: MediaTime(ticks: 2, timescale: 1), .copy)
        let late = try #require(report.proof.audioStart)
        #expect((late > MediaTime(ticks: 1, timescale: 1000)) == isLate)
        let text = "sound begins \(late.text) s after the picture"
        let told = report.deviations.contains { $0.hasPrefix(text) }
        #expect(told == isLate, "\(report.deviations), begins at \(late.text)")
    }

    @Test(arguments: [("out.mkv", 0.001), ("out.ts", 1024 / 48000.0)])
    func `sound that is encoded anew ends with the window, to the sample where the container can say so`(
        name: String, allowed: Double
    ) throws {
        let scratch = try Scratch()
        let report = try trim(
            Sample.kopi.path, to: scratch.path(name), start: MediaTime(ticks: 2031, timescale: 100),
            length: MediaTime(ticks: 47, timescale: 10))
        try #require(report.plan.audio.map(\.codec) == ["aac"])
        #expect(report.plan.audio.first?.treatment != .copy)
        let info = try Prober().probe(try SourceFile.open(scratch.path(name)))
        let (sound, picture) = (try #require(info.audio.first?.span), try #require(info.video?.span))
        let excess = (sound.end - picture.start - report.plan.window.duration).seconds
        #expect(excess >= -0.001 && excess <= allowed + 0.001, "ends \(excess) s late")
    }

    @Test(arguments: ["mp4", "mov", "matroska"])
    func `sound of joined recordings that overlaps is encoded anew, and in step`(container: String) throws {
        let scratch = try Scratch()
        var last = Int64.min
        let source = try scratch.remux(Sample.kopi.path, container, as: "joined") { packet, stream in
            guard stream.kind == .audio, let time = packet.presentation else { return true }
            let overlap = MediaTime(ticks: 60, timescale: 1000).ticksNearest(in: stream.base)
            let isSecond = MediaTime(ticks: time, timeBase: stream.base) > MediaTime(ticks: 5, timescale: 1)
            // The times of a copy must rise: what overlaps lasts one tick.
            last = isSecond ? max(last + 1, time - overlap) : time
            (packet.presentation, packet.decode) = (last, last)
            return true
        }
        let report = try trim(
            source, to: scratch.path("out.mp4"), start: MediaTime(ticks: 9, timescale: 2),
            length: MediaTime(ticks: 3, timescale: 1))
        let reason = try #require(report.plan.reasons.first { $0.hasPrefix("sound becomes") })
        #expect(
            reason.contains("its packets overlap at 4.9") || reason.contains("its packets overlap at 5"),
            "\(reason)")
        let sound = try Sound(scratch.path("out.mp4"))
        let lag = sound.lag(
            behind: try Sound.kopi.get(), at: 216_000 + 2880 - Int(sound.start.seconds * -48000),
            from: 96_000,
            count: 24_000)
        // Matroska rounds to milliseconds.
        #expect(abs(lag) <= (container == "matroska" ? 48 : 2), "\(lag)")
        // Elsewhere it is copied.
        let other = try trim(
            source, to: scratch.path("other.mp4"), start: MediaTime(ticks: 8, timescale: 1),
            length: MediaTime(ticks: 2, timescale: 1))
        #expect(other.plan.audio.first?.treatment == .copy)
    }

    @Test(
        arguments: [
            ("even", [1024], nil), ("jitter", [1250, 1250, 572], nil),
            ("a gap first", [4000] + .init(repeating: 1024, count: 60), .gap),
            ("a packet that is missing", .init(repeating: 1024, count: 40) + [2048, 1024], nil),
            ("a gap", .init(repeating: 1024, count: 40) + [24_000] + .init(repeating: 1024, count: 40), .gap),
            ("packets of ten frames", [10_240], nil),
            (
                "a jump back",
                .init(repeating: 1024, count: 40) + [-2000] + .init(repeating: 1024, count: 40),
                .overlap
            ),
            ("another clock", [1000], nil),
        ] as [(String, [Int64], PacketSpacing.Fault?)])
    func `packets overlap or leave gaps only where they last longer or shorter than their times allow`(
        _: String, steps: [Int64], expected: PacketSpacing.Fault?
    ) throws {
        let input = try open(Sample.kopi.path)
        let stream = try #require(input.streams.first { $0.kind == .audio })
        try #require(stream.base == TimeBase(1, 48000))
        var spacing = PacketSpacing(stream)
        var time: Int64 = 0
        let found = (0..<max(81, steps.count)).compactMap { number in
            let step = steps[number % steps.count]
            defer { time += step }
            return spacing.fault(at: time, step == 10_240 ? step : 0)
        }
        #expect(found.first == expected)
    }

    @Test func `how long a packet of uncompressed sound lasts is not guessed`() throws {
        let scratch = try Scratch()
        let path = try scratch.wave([Float](repeating: 0.1, count: 9600), as: "sound.wav")
        let stream = try #require(try open(path).streams.first)
        var spacing = PacketSpacing(stream)
        #expect([0, 100, 200, 90_000].map { spacing.fault(at: $0) } == [nil, nil, nil, nil])
        #expect([100_000, 109_600, 150_000].map { spacing.fault(at: $0, 9600) } == [nil, nil, .gap])
    }

    @Test(arguments: ["mp4", "matroska"])
    func `sound with a gap is encoded anew, in step for players that count samples`(container: String) throws
    {
        let scratch = try Scratch()
        let source = try scratch.remux(Sample.kopi.path, container, as: "gap") { packet, stream in
            guard stream.kind == .audio, let time = packet.presentation else { return true }
            let place = MediaTime(ticks: time, timeBase: stream.base).seconds
            return place < 5 || place > 5.5
        }
        let report = try trim(
            source, to: scratch.path("out.mp4"), start: MediaTime(ticks: 9, timescale: 2),
            length: MediaTime(ticks: 3, timescale: 1))
        #expect(report.plan.reasons.contains { $0.hasPrefix("sound becomes AAC: it has a gap until 5.5") })
        let sound = try Sound(scratch.path("out.mp4"))
        #expect(sound.isContinuous)
        let lag = sound.lag(
            behind: try Sound.kopi.get(), at: 216_000 + Int(sound.start.seconds * 48000), from: 96_000,
            count: 24_000)
        #expect(abs(lag) <= (container == "matroska" ? 48 : 2), "\(lag)")
    }

    @Test func `edges are close to the source`() throws {
        let scratch = try Scratch()
        let report = try trim(
            Sample.kopi.path, to: scratch.path("out.mp4"), start: MediaTime(ticks: 13, timescale: 2),
            length: MediaTime(ticks: 2, timescale: 1))
        #expect(try #require(report.proof.worstEdge) >= 40)
    }
}

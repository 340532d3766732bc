import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// Sources whose packets do not tell when their frames are shown, or tell it wrong: the cut has the frames that a player
/// shows, and nothing ends as a bug of ours.
@Suite struct FrameTimesTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func seconds(_ text: String) -> MediaTime { MediaTime(parsing: text)! }

    /// The frames of a cut by their marks: one after another, from 0 on.
    private func checkRun(_ output: FilePath, count: Int) throws {
        let pictures = try Pictures.all(output)
        let marks = pictures.compactMap { $0.mark?.frame }
        let first = try #require(marks.first)
        #expect(marks == Array(first..<first + count))
        #expect(pictures.first?.time == .zero)
    }

    /// A copy of a transport stream in which every third picture has no times.
    private func withoutTimes(_ path: FilePath, as name: String) throws -> FilePath {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path.string)))
        var pictures = 0
        for packet in stride(from: 0, to: bytes.count - 187, by: 188) where bytes[packet + 1] & 0x40 != 0 {
            let payload = packet + 4 + (bytes[packet + 3] & 0x20 != 0 ? 1 + Int(bytes[packet + 4]) : 0)
            guard payload + 9 < packet + 188, bytes[payload..<payload + 4] == [0, 0, 1, 0xE0] else {
                continue
            }
            pictures += 1
            if pictures % 3 == 0 { bytes[payload + 7] &= 0x3F }
        }
        #expect(pictures > 100)
        try Data(bytes).write(to: URL(fileURLWithPath: scratch.path(name).string))
        return scratch.path(name)
    }

    @Test(arguments: [("0", TrimRequest.Method.smart), ("3.9", .smart), ("7.013", .encode)])
    func `pictures without a time of their own are shown in their turn`(
        start: String, method: TrimRequest.Method
    ) throws {
        let plain = try scratch.remux(Sample.batik.path, "mpegts", as: "plain.ts")
        let source = try withoutTimes(plain, as: "some.ts")
        let output = scratch.path("out.mp4")
        let report = try trim(source, to: output, start: seconds(start), length: seconds("1"), method)
        #expect(report.proof.frames == 30 && isHarmless(report))
        try checkRun(output, count: 30)
    }

    /// Packets whose times cannot be trusted are not copied, which is reported; nothing else deviates.
    private func isHarmless(_ report: Report) -> Bool {
        report.deviations.allSatisfy { $0.hasPrefix("re-encoded in full: ") }
    }

    @Test(arguments: ["0", "4.1", "11.148"])
    func `AVI tells decode times only, and its frames are found by decoding`(start: String) throws {
        let plain = try scratch.remux(Sample.batik.path, "mpegts", as: "plain.ts")
        // FFmpeg 9 does not put the sound of a transport stream into AVI.
        let source = try scratch.remux(plain, "avi", as: "clip.avi", streams: 1)
        let output = scratch.path("out.mp4")
        let report = try trim(source, to: output, start: seconds(start), length: seconds("1"))
        #expect(report.proof.frames == 30)
        try checkRun(output, count: 30)
    }

    @Test(arguments: ["mp4", "mov", "matroska"])
    func `the frame of a screen at rest is held at the in-point`(format: String) throws {
        let source = try scratch.remux(Sample.batik.path, format, as: "rest") { packet, stream in
            stream.kind != .video || packet.isKey
        }
        let output = scratch.path("out.mp4")
        let report = try trim(source, to: output, start: seconds("5"), length: seconds("2"))
        #expect(report.plan.window.start == seconds("5") && report.proof.frames == 1)
        #expect(abs(report.proof.duration.seconds - 2) < 0.05)
        let pictures = try Pictures.all(output)
        #expect(pictures.map { $0.mark?.frame } == [128] && pictures[0].time == .zero)
    }

    @Test(arguments: [("0", 0), ("5", 128), ("7.8", 235), ("14.9", 235)])
    func `a picture of a screen at rest is the one that is shown`(time: String, frame: Int) throws {
        let source = try scratch.remux(Sample.batik.path, "mp4", as: "rest") { packet, stream in
            stream.kind != .video || packet.isKey
        }
        let input = try MediaInput(try SourceFile.open(source))
        let stream = try #require(Prober.mainVideo(input.streams))
        let picture = try Frame()
        #expect(try input.picture(of: stream, at: seconds(time), into: picture))
        #expect(Mark(picture)?.frame == frame)
        _ = try ThumbnailMaker(longSide: 64, count: 8, maximumBytes: 100_000).make(source)
    }

    @Test func `of several recordings in one file none is taken for the other`() throws {
        let plain = try scratch.remux(Sample.batik.path, "mpegts", as: "plain.ts")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: plain.string))
        let twice = scratch.path("twice.ts")
        try (bytes + bytes).write(to: URL(fileURLWithPath: twice.string))
        let failure = #expect(throws: Failure.self) {
            try trim(twice, to: scratch.path("out.mp4"), start: seconds("13"), length: seconds("1"))
        }
        #expect(failure?.kind == .unusable && failure?.message.contains("begin anew") == true)
        let warnings = try Prober().probe(try SourceFile.open(twice)).warnings
        #expect(warnings.contains { $0.contains("begin anew") })
    }

    @Test func `a rendered picture begins with the held frame too`() throws {
        let source = try scratch.remux(Sample.batik.path, "mp4", as: "rest") { packet, stream in
            stream.kind != .video || packet.isKey
        }
        let trimmer = try Trimmer(try SourceFile.open(source))
        var request = TrimRequest(
            part: .span(start: seconds("7"), end: nil, duration: seconds("2")), speed: "ultrafast")
        request.finish.size = Picture.Size(width: 720, height: 1280)
        request.finish.frameRate = Fraction(30, 1)
        let plan = try trimmer.plan(
            request, OutputName(scratch.path("out.mp4").bytes, isFolder: false), overwrites: false)
        #expect(plan.window.start == seconds("7") && plan.picture != nil)
        _ = try trimmer.render([plan], Renderer(threads: 1))[0].get()
        let marks = try Pictures.all(scratch.path("out.mp4")).map { $0.mark?.frame }
        // Frame 235 is shown from 7.833 s on.
        #expect(marks == Array(repeating: 128, count: 25) + Array(repeating: 235, count: 35))
    }

    @Test func `a picture that begins two seconds late moves the in-point`() throws {
        let source = try scratch.remux(Sample.batik.path, "mpegts", as: "late.ts") { packet, stream in
            guard stream.kind == .video else { return true }
            let shift = seconds("2").ticksNearest(in: stream.base)
            packet.presentation = packet.presentation.map { $0 + shift }
            packet.decode = packet.decode.map { $0 + shift }
            return true
        }
        let output = scratch.path("out.mp4")
        let report = try trim(source, to: output, start: .zero, length: seconds("3"))
        #expect(report.proof.frames == 90 && abs(report.plan.window.start.seconds - 2) < 0.1)
        try checkRun(output, count: 90)
    }

    @Test func `one time stamp out of order is no damage, and touches no other window`() throws {
        var packets = 0
        let source = try scratch.remux(Sample.batik.path, "mp4", as: "odd.mp4") { packet, stream in
            guard stream.kind == .video, let time = packet.presentation, let decode = packet.decode else {
                return true
            }
            packets += 1
            let frame = MediaTime(ticks: 1, timescale: 30).ticksNearest(in: stream.base)
            // A picture that others refer to: decoded three frames before it is shown.
            if packets > 6, packets < 16, time - decode > 2 * frame {
                packet.presentation = time - frame * 3 / 2
                packets = 16
            }
            return true
        }
        let output = scratch.path("out.mp4")
        let first = try trim(source, to: output, start: .zero, length: seconds("1"), .encode)
        #expect((29...30).contains(first.proof.frames))
        let later = try trim(source, to: scratch.path("later.mp4"), start: seconds("2"), length: seconds("1"))
        #expect(isHarmless(later) && later.proof.frames == 30)
        try checkRun(scratch.path("later.mp4"), count: 30)
    }

    /// Window, method, and how many pictures further the fourth one of a clip is stamped than it is shown.
    @Test(arguments: [
        ("0.8", "1", TrimRequest.Method.smart, 40), ("0.8", "1", .encode, 40), ("0", "1", .encode, 40),
        ("0.8", "1", .encode, 100),
    ])
    func `a picture that is stamped far too late is shown in its turn`(
        start: String, length: String, method: TrimRequest.Method, pictures: Int64
    ) throws {
        var packets = 0
        let source = try scratch.remux(Sample.batik.path, "mp4", as: "odd.mp4") { packet, stream in
            guard stream.kind == .video, let time = packet.presentation else { return true }
            packets += 1
            let frame = MediaTime(ticks: 1, timescale: 30).ticksNearest(in: stream.base)
            if packets == 4 { packet.presentation = time + frame * pictures }
            return true
        }
        let output = scratch.path("out.mp4")
        let report = try trim(
            source, to: output, start: seconds(start), length: seconds(length), method)
        #expect(report.proof.frames == 30, "\(report.deviations)")
        try checkRun(output, count: 30)
    }

    @Test func `an index that claims more than any memory holds is the file's fault`() throws {
        let path = try scratch.copy(.batik, as: "lie.mp4")
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path.string)))
        // Newer releases of FFmpeg believe some counts only as far as the box goes; not that of the keyframes.
        let name = try #require(Data(bytes).range(of: Data("stss".utf8)))
        bytes.replaceSubrange(name.upperBound + 4..<name.upperBound + 8, with: [0x30, 0, 0, 0])
        try Data(bytes).write(to: URL(fileURLWithPath: path.string))
        let error = #expect(throws: Failure.self) { try Prober().probe(SourceFile.open(path)) }
        #expect(
            error?.kind == .unusable && error?.message.contains("claims more data") == true, "\(error as Any)"
        )
    }

    @Test(arguments: [(true, true), (true, false), (false, false)])
    func `a field that is coded apart is known by its first slice`(interlaced: Bool, isField: Bool) throws {
        var set = BitWriter()
        for byte in [77, 0, 30] { set.bits(byte, 8) }
        // Ids and sizes of counters, one reference frame, 10 x 9 macroblocks.
        for number in [0, 0, 0, 0, 1] { set.unsigned(number) }
        set.bits(0, 1)
        for number in [9, 8] { set.unsigned(number) }
        set.bits(interlaced ? 0 : 1, 1)
        if interlaced { set.bits(0, 1) }
        for flag in [1, 0, 0] { set.bits(flag, 1) }
        set.finish()
        let parsed = try #require(SequenceParameterSet([0x67] + set.bytes))
        #expect(parsed.isProgressive != interlaced && parsed.frameNumberBits == 4)
        var slice = BitWriter()
        for number in [0, 7, 0] { slice.unsigned(number) }
        slice.bits(0, 4)
        slice.bits(isField ? 0b10 : 0b01, 2)
        slice.finish()
        ([0x65] + slice.bytes).withUnsafeBufferPointer {
            #expect((PacketClassifier.field($0, parsed) != nil) == isField)
        }
    }

    @Test func `two fields that are coded apart are one frame`() throws {
        let path = scratch.path("fields.ts")
        try FieldClip.write(path, frames: 40)
        let info = try Prober(isDeep: true).probe(try SourceFile.open(path))
        #expect(info.video?.frames == 40 && info.video?.hasVariableRate == false)
        #expect(info.video?.deep?.shortestFrame == seconds("0.04"))
        let report = try trim(
            path, to: scratch.path("out.mp4"), start: seconds("0.5"), length: seconds("1"))
        #expect(report.proof.frames == 25 && report.method == .encode)
        #expect(report.deviations == ["re-encoded in full: its fields are coded apart"])
    }

    @Test func `a field alone is a frame, and the next two are another`() {
        let fields = [(1, true), (2, false), (2, true), (2, false), (3, false), (3, true)]
            .map { PacketClassifier.Field(frameNumber: $0.0, isBottom: $0.1) }
        var pairing = FieldPairing()
        #expect(fields.map { pairing.completesFrame($0) } == [false, false, true, false, false, true])
    }

    @Test(arguments: [AVKind.video, .audio], [false, true])
    func `a picture or sound that ends long before the part warns`(short: AVKind, returns: Bool) throws {
        // The picture's last frame stays until the next one comes.
        guard short == .audio || !returns else { return }
        let scratch = try Scratch()
        let source = try scratch.remux(Sample.batik.path, "mp4", as: "early.mp4") { packet, stream in
            let time = MediaTime(ticks: packet.presentation ?? 0, timeBase: stream.base)
            let isThere = time.seconds < 3 || returns && time.seconds > 6
            return (stream.kind == .audio) != (short == .audio) || isThere
        }
        let report = try trim(
            source, to: scratch.path("out.mp4"), start: MediaTime(ticks: 1, timescale: 1),
            length: MediaTime(ticks: 4, timescale: 1))
        let warned = (report.plan.warnings ?? []).joined()
        #expect(
            warned.hasPrefix(short == .video ? "no new picture comes after 3" : "its sound ends at 3"),
            "\(warned)")
        let other = try trim(
            source, to: scratch.path("other.mp4"), start: .zero, length: MediaTime(ticks: 2, timescale: 1))
        #expect(other.plan.warnings ?? [] == [])
    }

    enum AVKind { case video, audio }

    @Test func `MXF with the times of decoding alone loses no frame`() throws {
        let clip = CodedClip(
            encoder: "libx264", format: "yuv420p", options: ["preset": "veryfast", "bf": "2", "g": "12"])
        let source = scratch.path("clip.mxf")
        try clip.write(source)
        let report = try trim(
            source, to: scratch.path("out.mp4"), start: MediaTime(ticks: 7, timescale: 24),
            length: MediaTime(ticks: 20, timescale: 24))
        #expect(report.proof.frames == 20)
        #expect(report.plan.window.start == MediaTime(ticks: 7, timescale: 24))
        #expect(report.deviations == ["re-encoded in full: its packets do not tell when they are shown"])
    }
}

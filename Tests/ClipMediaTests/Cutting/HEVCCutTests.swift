import CFFmpeg
import ClipCore
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// What phones record: HEVC whose head and tail are encoded anew, and whose other pictures are copied bit for bit.
@Suite struct HEVCCutTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var clip: CodedClip
        var source: String
        var output: String
        var testDescription: String { "\(name), \(source) to \(output)" }
    }

    private static func clip(_ more: String, ten: Bool = false, _ transfer: String? = nil) -> CodedClip {
        CodedClip(
            encoder: "libx265", format: ten ? "yuv420p10le" : "yuv420p",
            options: [
                "x265-params": "log-level=none:keyint=12:min-keyint=12:scenecut=0:b-adapt=0:" + more,
                "preset": "ultrafast", "crf": "20",
            ],
            transfer: transfer)
    }
    private static let closed = clip("bframes=0:open-gop=0")
    private static let open = clip("bframes=3:open-gop=1", ten: true, "hlg")
    private static var phone: CodedClip {
        var clip = open
        (clip.rotation, clip.hidden) = (90, 3)
        return clip
    }
    static let rows: [Row] =
        ["mp4", "mov", "mkv", "ts"].flatMap { kind in
            [
                Row(name: "closed", clip: closed, source: kind, output: kind),
                Row(name: "open", clip: open, source: kind, output: kind),
            ]
        } + [
            Row(name: "as an iPhone's", clip: phone, source: "mov", output: "mov"),
            Row(name: "as an iPhone's", clip: phone, source: "mov", output: "mp4"),
            Row(name: "open", clip: open, source: "ts", output: "mp4"),
            Row(name: "open", clip: open, source: "mp4", output: "ts"),
            Row(name: "open", clip: open, source: "mkv", output: "mov"),
            Row(
                name: "many references", clip: clip("bframes=4:b-pyramid=1:ref=4:open-gop=1:slices=2"),
                source: "mp4",
                output: "mp4"),
        ]

    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test(arguments: rows)
    func `every frame is there, and what is copied is the source's own`(row: Row) throws {
        try #require(row.clip.isPossible)
        let source = scratch.path("clip.\(row.source)")
        try row.clip.write(source)
        // Beside, before and at keyframes, with and without a tail that refers past the end.
        for (start, count) in [(0, 30), (1, 30), (5, 20), (9, 16), (10, 23), (12, 12), (13, 22)]
        where start + count <= CodedClip.frames - row.clip.hidden {
            let output = scratch.path("\(start)-\(count).\(row.output)")
            let report = try trim(
                // Matroska rounds to milliseconds.
                source, to: output, start: MediaTime(ticks: Int64(start) * 1000 / 24, timescale: 1000),
                length: MediaTime(ticks: Int64(count), timescale: 24))
            #expect(report.copiedFrames > 0, "\(start) \(count) \(report.changes)")
            #expect(report.copiedFrames + report.reencodedFrames == count)
            #expect(report.changes.isEmpty)
            let found = try samePictures(source, from: start, output)
            #expect(found.count == count)
            #expect(found.equal >= report.copiedFrames, "\(start) \(count): \(found)")
            #expect(found.worst > 40, "\(start) \(count): \(found)")
            let video = try #require(try Prober().probe(try SourceFile.open(output)).video)
            #expect(video.codec == "hevc" && video.pixelFormat == row.clip.format)
            #expect(video.rotation == row.clip.rotation)
            #expect(video.colour.isHDR == (row.clip.transfer != nil))
            guard ["mp4", "mov"].contains(row.output) else { continue }
            let input = try ClipMediaTests.open(output)
            let tag = input.file.pointer.pointee.streams[0]!.pointee.codecpar.pointee.codec_tag
            #expect(tag == 0x3163_7668)
        }
    }

    @Test func `the copy of an open group begins with a broken link`() throws {
        let (source, output) = (scratch.path("clip.mp4"), scratch.path("out.mp4"))
        try Self.open.write(source)
        let second = MediaTime(ticks: 1, timescale: 1)
        try trim(source, to: output, start: MediaTime(ticks: 5, timescale: 24), length: second)
        let input = try ClipMediaTests.open(output)
        let packet = try Packet()
        var types: [Int] = []
        while try input.file.read(into: packet) {
            packet.withBytes { bytes in
                types += NALUnits(bytes, prefixSize: 4).map { HEVCUnit.type($0[0]) }.filter(HEVCUnit.isSlice)
            }
        }
        let link = try #require(types.firstIndex(of: HEVCUnit.brokenLink))
        // The next pictures are not those that led in the source.
        #expect(!HEVCUnit.leading.contains(types[link + 1]))
        #expect(types.contains(HEVCUnit.cleanRandomAccess))
        let headers = HEVCHeaders(input.streams[0].header)
        #expect(headers.units(HEVCUnit.sequenceSet).count == 2)
        #expect(Set(headers.pictures.map(\.id)).count == 2)
    }

    @Test(arguments: ["mp4", "mov", "mkv", "ts"])
    func `a copy of Dolby Vision keeps it, and what is re-encoded says that it goes`(kind: String) throws {
        var clip = Self.closed
        clip.dolbyVision = 4
        let source = scratch.path("clip.mp4")
        try clip.write(source)
        func made(_ name: String, start: Int64) throws -> (marked: Bool, pictures: Int, report: Report) {
            let output = scratch.path("\(name).\(kind)")
            let report = try trim(
                source, to: output, start: MediaTime(ticks: start, timescale: 24),
                length: MediaTime(ticks: 12, timescale: 24))
            let input = try ClipMediaTests.open(output)
            let stream = input.streams[0]
            let prefix = NALUnits.prefixSize(codec: "hevc", header: stream.header)
            let packet = try Packet()
            var pictures = 0
            while try input.file.read(into: packet) {
                pictures += packet.withBytes { bytes in
                    NALUnits(bytes, prefixSize: prefix).count {
                        HEVCUnit.dolbyVision.contains(HEVCUnit.type($0[0]))
                    }
                }
            }
            return (stream.video?.dolbyVision != nil, pictures, report)
        }
        let copy = try made("copy", start: 0)
        let cut = try made("cut", start: 5)
        #expect(copy.report.copiedFrames == 12 && cut.report.reencodedFrames > 0)
        let holds = kind == "mp4" || kind == "mkv"
        #expect(copy.marked == holds && copy.pictures == (holds ? 12 : 0))
        #expect(!cut.marked && cut.pictures == 0)
        #expect(copy.report.deviations.contains { $0.contains("Dolby Vision") } == !holds)
        #expect(cut.report.deviations.contains { $0.contains("Dolby Vision") })
    }

    @Test func `pictures at each other's times are encoded anew, and that is told`() throws {
        let clip = scratch.path("clip.mp4")
        try Self.open.write(clip)
        // Frames 18 and 19 change places in time, not in the order of output.
        let swapped = try scratch.remux(clip, "mp4", as: "swapped.mp4") { packet, stream in
            let step = stream.base.denominator / 24
            let number = (packet.presentation ?? 0) / step
            if number == 18 { packet.presentation = 19 * step }
            if number == 19 { packet.presentation = 18 * step }
            return true
        }
        let output = scratch.path("out.mp4")
        let report = try trim(
            swapped, to: output, start: MediaTime(ticks: 5, timescale: 24),
            length: MediaTime(ticks: 1, timescale: 1), onDamage: .keep)
        #expect(report.copiedFrames == 0)
        #expect(report.changes.contains { $0.contains("order of their times") })
        // Before the swap all is copied as ever.
        let before = try trim(
            swapped, to: scratch.path("before.mp4"), start: MediaTime(ticks: 1, timescale: 24),
            length: MediaTime(ticks: 15, timescale: 24))
        #expect(before.copiedFrames > 0)
    }

    @Test(arguments: [
        ("prores_ks", "yuv422p10le", "mov", "mov"), ("mjpeg", "yuvj420p", "mov", "mov"),
        ("prores_ks", "yuv422p10le", "mov", "mkv"), ("ffv1", "yuv420p", "mkv", "mkv"),
        ("mjpeg", "yuvj422p", "mkv", "mov"), ("libx265", "yuv420p", "mp4", "mp4"),
        ("libx264", "yuv420p", "mov", "mp4"), ("png", "rgba", "mov", "mov"), ("png", "rgb24", "mkv", "mov"),
    ])
    func `where every frame is a keyframe all is copied`(
        encoder: String, format: String, from: String, to: String
    ) throws {
        var options = ["g": "1"]
        if encoder == "libx265" {
            options = ["x265-params": "log-level=none:keyint=1", "preset": "ultrafast"]
        }
        let clip = CodedClip(encoder: encoder, format: format, options: options)
        try #require(clip.isPossible)
        let (source, output) = (scratch.path("clip.\(from)"), scratch.path("out.\(to)"))
        try clip.write(source)
        let report = try trim(
            source, to: output, start: MediaTime(ticks: 7, timescale: 24),
            length: MediaTime(ticks: 13, timescale: 24))
        #expect((report.copiedFrames, report.reencodedFrames) == (13, 0), "\(report.changes)")
        let found = try samePictures(source, from: 7, output)
        #expect(found.count == 13 && found.equal == 13, "\(found)")
    }

    private static let av1 = CodedClip(
        encoder: "libaom-av1", format: "yuv420p",
        options: ["usage": "realtime", "cpu-used": "8", "crf": "20", "g": "12", "keyint_min": "12"])

    @Test(arguments: [("mkv", "mkv"), ("webm", "webm"), ("mp4", "mkv")])
    func `AV1 keeps its own pictures behind re-encoded ones`(from: String, to: String) throws {
        try #require(Self.av1.isPossible)
        let (source, output) = (scratch.path("clip.\(from)"), scratch.path("out.\(to)"))
        try Self.av1.write(source)
        let report = try trim(
            source, to: output, start: MediaTime(ticks: 7, timescale: 24),
            length: MediaTime(ticks: 20, timescale: 24))
        #expect((report.copiedFrames, report.reencodedFrames) == (15, 5), "\(report.changes)")
        let found = try samePictures(source, from: 7, output)
        #expect(found.count == 20 && found.equal >= 15 && found.worst > 40, "\(found)")
        #expect(try Prober().probe(try SourceFile.open(output)).video?.codec == "av1")
    }

    @Test func `AV1 in MP4 is encoded anew as AV1, unless it is only copied`() throws {
        try #require(Self.av1.isPossible)
        let (source, output) = (scratch.path("clip.mp4"), scratch.path("out.mp4"))
        try Self.av1.write(source)
        let start = MediaTime(ticks: 7, timescale: 24)
        let report = try trim(source, to: output, start: start, length: MediaTime(ticks: 20, timescale: 24))
        #expect(report.copiedFrames == 0 && report.codec == "av1" && report.change == nil)
        #expect(report.changes.contains { $0.contains("AV1 of one encoder only") })
        let found = try samePictures(source, from: 7, output)
        #expect(found.count == 20 && found.worst > 33, "\(found)")
        let copy = try trim(
            source, to: scratch.path("copy.mp4"), start: MediaTime(ticks: 12, timescale: 24),
            length: MediaTime(ticks: 20, timescale: 24))
        #expect((copy.copiedFrames, copy.reencodedFrames) == (20, 0))
    }

    /// How much rows differ from those around them.
    private func combing(_ path: FilePath) throws -> Double {
        let pictures = try Pictures(path)
        let frame = try Frame()
        var (sum, count) = (0, 0)
        while try pictures.next(into: frame) {
            let found = frame.plane(0)
            let plane = try #require(found)
            for row in 2..<(frame.height - 2) {
                for x in 0..<frame.width {
                    let at = { (y: Int) in Int(plane.base[y * plane.stride + x]) }
                    sum += abs(2 * at(row) - at(row - 1) - at(row + 1))
                    count += 1
                }
            }
        }
        return Double(sum) / Double(max(1, count))
    }

    @Test(arguments: [("libx264", "mp4"), ("libx264", "mkv"), ("mpeg2video", "ts"), ("mpeg2video", "mkv")])
    func `two fields become one picture, and that is told`(encoder: String, kind: String) throws {
        var options = ["flags": "+ildct+ilme"]
        options.merge(
            encoder == "libx264" ? ["preset": "ultrafast", "qp": "12"] : ["qmin": "1", "qmax": "3"]
        ) {
            $1
        }
        let clip = CodedClip(encoder: encoder, format: "yuv420p", options: options, isWoven: true)
        let (source, output) = (scratch.path("clip.\(kind)"), scratch.path("out.mp4"))
        try clip.write(source)
        let report = try trim(
            source, to: output, start: MediaTime(ticks: 7, timescale: 24),
            length: MediaTime(ticks: 20, timescale: 24))
        #expect(report.reencodedFrames == 20)
        #expect(report.change?.contains("interlaced becomes progressive") == true, "\(report.changes)")
        let (before, after) = (try combing(source), try combing(output))
        #expect(after < before / 4, "\(before) \(after)")
    }

    @Test(arguments: [("libx264", "mp4"), ("mpeg2video", "ts")])
    func `the first picture of a part is made with the frame before it, too`(encoder: String, kind: String)
        throws
    {
        let options = ["flags": "+ildct+ilme", "bf": "2"].merging(
            encoder == "libx264" ? ["preset": "ultrafast"] : [:]
        ) { $1 }
        let source = scratch.path("clip.\(kind)")
        try CodedClip(encoder: encoder, format: "yuv420p", options: options, isWoven: true).write(source)
        func first(after frames: Int64, skipping: Int) throws -> [UInt8] {
            let input = try MediaInput(try SourceFile.open(source))
            let stream = try #require(Prober.mainVideo(input.streams))
            let start =
                (stream.start ?? 0)
                + MediaTime(ticks: frames, timescale: 24).ticksRoundedDown(in: stream.base)
            let reader = try FrameReader(
                input, stream, from: start, to: .max, expected: nil,
                reorderDepth: stream.video?.reorderDepth ?? 0)
            let frame = try Frame()
            for _ in 0...skipping { #expect(try reader.next(into: frame)) }
            let place = frame.plane(0)
            let plane = try #require(place)
            return (0..<144).flatMap { row in
                Array(UnsafeBufferPointer(start: plane.base + row * plane.stride, count: 256))
            }
        }
        #expect(try first(after: 19, skipping: 0) == first(after: 0, skipping: 19))
    }

    @Test(arguments: [Picture.Deinterlacing.fields, .off])
    func `each field becomes a picture, or none does`(deinterlacing: Picture.Deinterlacing) throws {
        let options = ["flags": "+ildct+ilme", "preset": "ultrafast", "qp": "12"]
        let clip = CodedClip(encoder: "libx264", format: "yuv420p", options: options, isWoven: true)
        let (source, output) = (scratch.path("clip.mp4"), scratch.path("out.mp4"))
        try clip.write(source)
        let trimmer = try Trimmer(try SourceFile.open(source))
        var request = TrimRequest(
            part: .span(
                start: MediaTime(ticks: 7, timescale: 24), end: nil,
                duration: MediaTime(ticks: 20, timescale: 24)),
            method: .smart, onDamage: .fail, speed: "ultrafast")
        request.finish.deinterlacing = deinterlacing
        let plan = try trimmer.plan(request, OutputName(output.bytes, isFolder: false), overwrites: false)
        let report = try trimmer.render([plan], Renderer(threads: 1))[0].get()
        #expect(report.reencodedFrames == (deinterlacing == .fields ? 40 : 20))
        let rate = try Prober().probe(try SourceFile.open(output)).video?.frameRate
        #expect(rate == Fraction(deinterlacing == .fields ? 48 : 24, 1))
        let (before, after) = (try combing(source), try combing(output))
        #expect(deinterlacing == .fields ? after < before / 4 : after > before / 2, "\(before) \(after)")
    }
}

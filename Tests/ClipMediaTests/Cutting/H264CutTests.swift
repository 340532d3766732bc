import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// H.264 whose groups are open, as broadcasters and cameras record it: copied from an I picture on that becomes a refresh.
@Suite struct H264CutTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var options: String
        var kinds: [String]
        var testDescription: String { name }

        var clip: CodedClip {
            CodedClip(
                encoder: "libx264", format: "yuv420p",
                options: [
                    "x264-params": "keyint=12:min-keyint=12:scenecut=0:b-adapt=0:open-gop=1:bframes=3:"
                        + options,
                    "preset": "medium", "crf": "20",
                ])
        }
    }

    static let rows = [
        Row(name: "plain", options: "b-pyramid=none", kinds: ["mp4", "mov", "mkv", "ts"]),
        Row(name: "CAVLC", options: "b-pyramid=none:no-cabac=1", kinds: ["mp4"]),
        Row(name: "slices", options: "b-pyramid=none:slices=3", kinds: ["ts"]),
        Row(
            name: "references and weights", options: "b-pyramid=none:ref=5:weightp=2:direct=temporal",
            kinds: ["mkv"]),
        Row(
            name: "disc",
            options: "b-pyramid=none:bluray-compat=1:nal-hrd=vbr:vbv-maxrate=4000:vbv-bufsize=4000",
            kinds: ["mp4"]),
    ]

    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func cut(_ row: Row, _ kind: String, _ start: Int, _ count: Int) throws -> (
        FilePath, FilePath, Report
    ) {
        let (source, output) = (scratch.path("clip.\(kind)"), scratch.path("\(start)-\(count).\(kind)"))
        if !scratch.names.contains("clip.\(kind)") { try row.clip.write(source) }
        let report = try trim(
            source, to: output, start: MediaTime(ticks: Int64(start) * 1000 / 24, timescale: 1000),
            length: MediaTime(ticks: Int64(count), timescale: 24))
        return (source, output, report)
    }

    @Test(arguments: rows)
    func `every frame is there, and what is copied is the source's own`(row: Row) throws {
        try #require(row.clip.isPossible)
        for kind in row.kinds {
            // Beside, before and at keyframes, with and without a tail that refers past the end.
            for (start, count) in [(1, 30), (5, 20), (9, 16), (10, 23), (12, 12), (13, 22)] {
                let (source, output, report) = try cut(row, kind, start, count)
                #expect(report.copiedFrames > 0, "\(kind) \(start) \(count) \(report.changes)")
                #expect(report.copiedFrames + report.reencodedFrames == count)
                let found = try samePictures(source, from: start, output)
                #expect(found.count == count)
                #expect(found.equal >= report.copiedFrames, "\(kind) \(start) \(count): \(found)")
                #expect(found.worst > 40, "\(kind) \(start) \(count): \(found)")
            }
        }
    }

    /// The slices of a file, in decode order.
    private func slices(_ path: FilePath) throws -> [H264Slice] {
        let input = try ClipMediaTests.open(path)
        let sets = H264Sets(try input.stream(0))
        let packet = try Packet()
        var slices: [H264Slice] = []
        while try input.file.read(into: packet) {
            packet.withBytes { bytes in
                slices += NALUnits(bytes, prefixSize: 4).compactMap { H264Slice($0, sets, isWhole: true) }
            }
        }
        return slices
    }

    @Test func `the copy begins with a refresh, and refers to nothing before it`() throws {
        let (source, output, report) = try cut(Self.rows[3], "mp4", 5, 24)
        #expect(
            try slices(source).contains { $0.operations?.isEmpty == false },
            "references are dropped by number")
        let copied = try #require(try slices(output).lastIndex(where: \.isRefresh))
        let made = try slices(output)[copied...].prefix(report.copiedFrames)
        #expect(made.first?.order == 0 && made.first?.frameNumber == 0)
        var distance = 0
        for (before, slice) in zip(made, made.dropFirst()) {
            if before.isReference { distance += 1 }
            #expect(slice.frameNumber == distance % (1 << slice.numberBits))
            #expect(slice.reach <= distance)
            #expect(slice.operations?.allSatisfy { $0.values[0] < distance } ?? true)
        }
    }

    @Test func `leading pictures that others refer to are no part of an entry`() throws {
        let row = Row(name: "pyramid", options: "b-pyramid=normal", kinds: [])
        let (source, output, report) = try cut(row, "mp4", 5, 24)
        #expect(report.copiedFrames == 0)
        #expect(try samePictures(source, from: 5, output).count == 24)
    }

    /// Encodes three seconds in another shape, and then lets the container alone say that pixels are square.
    private func overruled(_ scratch: Scratch) throws -> FilePath {
        func patched(_ path: FilePath, _ box: String, at offset: Int, _ bytes: [UInt8], as name: String)
            throws
            -> FilePath
        {
            var data = try Data(contentsOf: URL(fileURLWithPath: path.string))
            let place = try #require(data.firstRange(of: Data(box.utf8))).upperBound + offset
            data.replaceSubrange(place..<place + bytes.count, with: bytes)
            try data.write(to: URL(fileURLWithPath: scratch.path(name).string))
            return scratch.path(name)
        }
        // The width of the track's first header, in pixels and 65536ths.
        let narrow = try patched(Sample.kopi.path, "tkhd", at: 76, [1, 224, 0, 0], as: "narrow.mp4")
        try trim(
            narrow, to: scratch.path("shaped.mp4"), start: .zero, length: MediaTime(ticks: 3, timescale: 1),
            .encode)
        return try patched(
            scratch.path("shaped.mp4"), "pasp", at: 0, [0, 0, 0, 1, 0, 0, 0, 1], as: "square.mp4")
    }

    @Test(arguments: ["out.mp4", "out.mkv"])
    func `pictures whose shape stands only in the container are copied and keep it`(name: String) throws {
        let scratch = try Scratch()
        let source = try overruled(scratch)
        let facts = try #require(try Prober().probe(try SourceFile.open(scratch.path("shaped.mp4"))).video)
        #expect(facts.displayWidth == 480)
        let report = try trim(
            source, to: scratch.path(name), start: .zero, length: MediaTime(ticks: 2, timescale: 1), .copy)
        #expect(report.reencodedFrames == 0)
        let made = try #require(try Prober().probe(try SourceFile.open(scratch.path(name))).video)
        #expect(made.displayWidth == made.width)
    }
}

import CFFmpeg
import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// Forms of picture and sound that change in mid-stream, through all that reads clips, in all containers that can hold
/// such a stream. `Benchmarks/run changes` tries more of them.
@Suite struct FormChangeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let container: String
        var picture = ChangingClip.Picture()
        var sound = ChangingClip.Sound()
        /// Columns of the declared picture between which the other one lies.
        var columns = 0..<160

        var changesPicture: Bool { name.hasPrefix("picture") }
        var changesSound: Bool { name.hasPrefix("sound") }
        var testDescription: String { "\(name) in \(container)" }

        var video: String {
            if name.contains("VP9") { return "libvpx-vp9" }
            return container == "webm" ? "libvpx" : "libx264"
        }
        var audio: String {
            container == "webm" ? "libopus" : name.contains("aac") ? "aac" : "ac3"
        }
        var ending: String { ["matroska": "mkv", "mpegts": "ts"][container] ?? container }
        var output: String { container == "mpegts" ? "mp4" : ending }

        func write(to scratch: Scratch) throws -> FilePath {
            let path = scratch.path("source.\(ending)")
            let first = name.contains("aac") ? ChangingClip.Sound(rate: 44100, channels: 1) : .init()
            try ChangingClip(
                container: container, video: video, pictures: [.init(), picture], audio: audio,
                sounds: [first, sound]
            ).write(to: path)
            return path
        }
    }

    static let pictures: [(String, ChangingClip.Picture, Range<Int>)] = [
        ("picture of half the size", .init(width: 80, height: 46), 0..<160),
        ("picture of twice the size", .init(width: 320, height: 180), 0..<160),
        ("picture of another shape", .init(width: 90, height: 160), 54..<104),
        ("picture of other pixels", .init(aspect: (4, 3)), 0..<160),
        ("picture of another format", .init(format: AV_PIX_FMT_YUV444P), 0..<160),
        ("picture of full range", .init(format: AV_PIX_FMT_YUVJ420P, isFull: true), 0..<160),
    ]
    static let rows: [Row] =
        ["mpegts", "mp4", "mov", "matroska"].flatMap { container in
            pictures.map { Row(name: $0.0, container: container, picture: $0.1, columns: $0.2) } + [
                Row(name: "nothing", container: container),
                Row(name: "sound of another rate", container: container, sound: .init(rate: 44100)),
                Row(name: "sound of fewer channels", container: container, sound: .init(channels: 1)),
                Row(name: "sound of more channels", container: container, sound: .init(channels: 6)),
            ]
        } + [
            Row(name: "sound of aac", container: "mpegts"),
            Row(name: "nothing", container: "webm"),
            Row(
                name: "picture of VP9 in another format", container: "webm",
                picture: .init(format: AV_PIX_FMT_YUV444P)),
            Row(name: "picture of VP9 of full range", container: "webm", picture: .init(isFull: true)),
        ] + pictures.prefix(3).map { Row(name: $0.0, container: "webm", picture: $0.1, columns: $0.2) }

    /// From the middle of the first part to the middle of the second: the change lies at half of it.
    private static let across = (start: MediaTime(ticks: 3, timescale: 5), frames: 30)
    /// In the second part, from a frame that is no keyframe.
    private static let behind = (start: MediaTime(ticks: 33, timescale: 25), frames: 20)

    @Test(arguments: rows)
    func `all methods give one form, in time and in tune`(row: Row) throws {
        let scratch = try Scratch()
        let source = try row.write(to: scratch)
        for method in [TrimRequest.Method.copy, .smart, .encode] {
            for part in [Self.across, Self.behind] {
                let output = scratch.path("out-\(method).\(row.output)")
                let length = MediaTime(ticks: Int64(part.frames), timescale: 25)
                let report = try trim(
                    source, to: output, start: part.start, length: length, method, overwrites: true)
                if row.changesPicture {
                    #expect(report.copiedFrames == 0, "\(method)")
                    #expect(report.deviations.contains { $0.contains("picture changes") })
                }
                if row.changesSound, method != .encode {
                    #expect(report.plan.audio.allSatisfy { $0.treatment != .copy }, "\(method)")
                }
                if row.name == "nothing" {
                    #expect(!report.deviations.contains { $0.contains("changes in mid-stream") }, "\(method)")
                    #expect((report.copiedFrames > 0) == (method != .encode))
                }
                let isExact = report.copiedFrames == 0 || method != .copy
                try check(
                    output, row, frames: isExact ? part.frames : nil,
                    changedFrom: part.frames == 30 ? 15 : 0)
            }
        }
    }

    @Test(arguments: rows)
    func `a mix and another size give one form, in time and in tune`(row: Row) throws {
        let scratch = try Scratch()
        let trimmer = try Trimmer(try SourceFile.open(try row.write(to: scratch)))
        var request = TrimRequest(
            part: .span(start: Self.across.start, end: nil, duration: MediaTime(ticks: 6, timescale: 5)),
            speed: "ultrafast")
        (request.finish.size, request.finish.reframe) = (Picture.Size(width: 90, height: 160), .contain)
        request.finish.sound.loudness = -20
        let output = scratch.path("made.mp4")
        let plan = try trimmer.plan(request, OutputName(output.bytes, isFolder: false), overwrites: false)
        let report = try trimmer.render([plan], Renderer(threads: 1))[0].get()
        #expect(report.deviations.contains { $0.contains("picture changes") } == row.changesPicture)
        let sizes = try checkedSizes(output)
        #expect(sizes.count == 30 && sizes.allSatisfy { $0 == [90, 160] })
        try checkTone(output)
    }

    @Test(arguments: rows)
    func `all of it is looked at and heard`(row: Row) throws {
        let scratch = try Scratch()
        let source = try SourceFile.open(try row.write(to: scratch))
        let info = try Prober(isDeep: true).probe(source)
        #expect(info.video?.width == 160 && info.video?.height == 90 && info.video?.frames == 60)
        let analysis = try Analyzer().analyze(source, info)
        #expect(analysis.pictures.count == 60)
        #expect(analysis.loudness.map { $0 < -5 && $0 > -30 } == true)
        let strip = try ThumbnailMaker(longSide: 80, count: 4, maximumBytes: 100_000).make(source.path)
        #expect((44...46).contains(strip.height))
        let senses = try SafetyScan(source, info)
        #expect(senses.flashes?.general == 0)
        let track = try? TrackAnalyzer().analyze(source.path)
        #expect(track == nil || track!.duration > 2.3)
    }

    private func check(_ output: FilePath, _ row: Row, frames: Int?, changedFrom: Int) throws {
        let sizes = try checkedSizes(output, row, changedFrom: changedFrom)
        if let frames { #expect(sizes.count == frames) }
        #expect(sizes.allSatisfy { $0 == [160, 90] })
        try checkTone(output)
    }

    /// The sizes of all pictures, whose halves are as bright as they were drawn.
    private func checkedSizes(_ output: FilePath, _ row: Row? = nil, changedFrom: Int = 0) throws -> [[Int]] {
        let pictures = try Pictures(output)
        let frame = try Frame()
        var sizes: [[Int]] = []
        while try pictures.next(into: frame) {
            sizes.append([frame.width, frame.height])
            guard let row, let (base, stride) = frame.plane(0), sizes.last == [160, 90] else { continue }
            let columns = sizes.count > changedFrom ? row.columns : 0..<160
            let (left, right) = (columns.lowerBound + 12, columns.upperBound - 12)
            let found = [Int(base[45 * stride + left]), Int(base[45 * stride + right])]
            #expect(abs(found[0] - 60) < 8 && abs(found[1] - 180) < 8, "frame \(sizes.count): \(found)")
        }
        return sizes
    }

    /// 440 Hz in every fifth of a second, the ends aside: of half-waves most are as long as those of 440 Hz. Where the sound
    /// changes an encoder begins anew, with 20 ms of near silence.
    private func checkTone(_ output: FilePath) throws {
        let sound = try Sound(output)
        let step = sound.rate / 5
        let half = Double(sound.rate) / 880
        for first in stride(from: sound.rate / 10, to: sound.samples.count - step - sound.rate / 10, by: step)
        {
            let part = Array(sound.samples[first..<first + step])
            let crossings = part.indices.dropFirst().filter { (part[$0 - 1] < 0) != (part[$0] < 0) }
            let lengths = zip(crossings, crossings.dropFirst()).map { Double($1 - $0) }
            let right = lengths.count { abs($0 - half) < 0.04 * half }
            #expect(right > 130, "\(right) of 175 half-waves at \(Double(first) / Double(sound.rate)) s")
            #expect(part.max() ?? 0 > 0.03)
        }
    }
}

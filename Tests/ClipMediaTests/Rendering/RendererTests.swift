import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct RendererTests {
    private let scratch: Scratch
    private let second = MediaTime(ticks: 1, timescale: 1)

    init() throws { scratch = try Scratch() }

    /// Stores a plan as JSON and reads it again.
    private func stored(_ plan: Plan) throws -> Plan {
        try JSONDecoder().decode(Plan.self, from: try JSONEncoder().encode(plan))
    }

    @Test func `a stored plan gives the same file as trimming at once`() throws {
        let source = try scratch.copy(.batik, as: "clip.mp4")
        let start = MediaTime(ticks: 4, timescale: 1)
        try trim(source, to: scratch.path("direct.mp4"), start: start, length: second)
        let trimmer = try Trimmer(try SourceFile.open(source))
        let plan = try stored(try plan(trimmer, to: scratch.path("stored.mp4"), start: start, length: second))
        _ = try Renderer(threads: 1).render(plan, try SourceFile.open(source))
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: scratch.path("direct.mp4").string))
                == Data(contentsOf: URL(fileURLWithPath: scratch.path("stored.mp4").string)))
    }

    @Test func `a changed source is refused`() throws {
        let source = try scratch.copy(.batik, as: "clip.mp4")
        let trimmer = try Trimmer(try SourceFile.open(source))
        let plan = try plan(trimmer, to: scratch.path("out.mp4"), start: .zero, length: second)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: source.string))
        bytes[bytes.count - 1] ^= 0xFF
        try bytes.write(to: URL(fileURLWithPath: source.string))
        let error = #expect(throws: Failure.self) {
            try Renderer(threads: 1).render(plan, try SourceFile.open(source))
        }
        #expect(error?.kind == .sourceChanged)
        #expect(scratch.names == ["clip.mp4"])
    }

    @Test func `a source that only got a new date is refused too`() throws {
        let source = try scratch.copy(.batik, as: "clip.mp4")
        let trimmer = try Trimmer(try SourceFile.open(source))
        let plan = try plan(trimmer, to: scratch.path("out.mp4"), start: .zero, length: second)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: source.string)
        #expect(throws: Failure.self) {
            try Renderer(threads: 1).render(plan, try SourceFile.open(source))
        }
    }

    @Test(arguments: [TrimRequest.Method.smart, .encode])
    func `damage fails by default and can be kept`(method: TrimRequest.Method) throws {
        let source = try scratch.copy(.batik, as: "clip.mp4")
        let url = URL(fileURLWithPath: source.string)
        var bytes = [UInt8](try Data(contentsOf: url))
        // The index is at one end of the file; what lies in the middle is pictures and sound.
        for position in stride(from: bytes.count * 2 / 5, to: bytes.count * 3 / 5, by: 211) {
            bytes[position] ^= 0x55
        }
        try Data(bytes).write(to: url)
        let (start, length) = (MediaTime(ticks: 15, timescale: 2), MediaTime(ticks: 4, timescale: 1))
        let error = #expect(throws: Failure.self) {
            try trim(source, to: scratch.path("out.mp4"), start: start, length: length, method)
        }
        #expect(error?.kind == .damaged)
        #expect(error?.hint?.contains("--on-damage keep") == true)
        #expect(scratch.names == ["clip.mp4"])
        let report = try trim(
            source, to: scratch.path("out.mp4"), start: start, length: length, method, onDamage: .keep)
        #expect(!report.deviations.isEmpty)
        #expect(scratch.names == ["clip.mp4", "out.mp4"])
    }

    @Test func `a gap in the sound becomes silence and what follows stays in place`() throws {
        let source = try scratch.withSoundGap(Sample.batik, 2..<4, as: "gap.mkv")
        try trim(
            source, to: scratch.path("out.mp4"), start: second, length: MediaTime(ticks: 5, timescale: 1),
            .encode)
        let sound = try Sound(scratch.path("out.mp4"))
        #expect(sound.isContinuous)
        let silent = Int(1.2 * Double(sound.rate))..<Int(2.8 * Double(sound.rate))
        #expect(sound.samples[silent].allSatisfy { abs($0) < 0.001 })
        // The tones of the seconds before and after the gap.
        #expect([0, 3, 4].map { sound.second(from: $0 * sound.rate + sound.rate / 4) } == [1, 4, 5])
        let original = try Sound.batik.get()
        // Matroska keeps the times of packets to a millisecond.
        #expect(
            (-45...45).contains(
                sound.lag(behind: original, at: sound.rate, from: 4 * sound.rate, count: 8000)))
    }

    @Test func `sound that begins in a gap is silent until its end`() throws {
        let source = try scratch.withSoundGap(Sample.batik, 2..<4, as: "gap.mkv")
        let start = MediaTime(ticks: 61, timescale: 30)
        let report = try trim(
            source, to: scratch.path("out.mp4"), start: start, length: MediaTime(ticks: 4, timescale: 1))
        #expect(report.copiedFrames > 0 && report.proof.audioStart == .zero)
        let sound = try Sound(scratch.path("out.mp4"))
        let silent = sound.rate / 4..<Int((3.9 - start.seconds) * Double(sound.rate))
        #expect(sound.samples[silent].allSatisfy { abs($0) < 0.001 })
        #expect(sound.second(from: Int((4.25 - start.seconds) * Double(sound.rate))) == 4)
    }

    @Test func `an existing output stays as it is`() throws {
        let output = scratch.path("out.mp4")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: output.string))
        let error = #expect(throws: Failure.self) {
            try trim(Sample.batik.path, to: output, start: .zero, length: second)
        }
        #expect(error?.kind == .exists)
        #expect(try Data(contentsOf: URL(fileURLWithPath: output.string)) == Data("mine".utf8))
        #expect(scratch.names == ["out.mp4"])
        try trim(Sample.batik.path, to: output, start: .zero, length: second, overwrites: true)
        #expect(try Pictures.all(output).count == 30)
        #expect(scratch.names == ["out.mp4"])
    }

    @Test func `the source itself is no output`() throws {
        let source = try scratch.copy(.batik, as: "clip.mp4")
        let error = #expect(throws: Failure.self) {
            try trim(source, to: source, start: .zero, length: second, overwrites: true)
        }
        #expect(error?.kind == .cannotCreate)
    }

    @Test func `a folder that is missing is told`() throws {
        let error = #expect(throws: Failure.self) {
            try trim(Sample.batik.path, to: scratch.path("no/out.mp4"), start: .zero, length: second)
        }
        #expect(error?.kind == .cannotCreate)
    }

    @Test func `a plan that copies what does not start there is not carried out wrongly`() throws {
        let source = try scratch.copy(.batik, as: "clip.mp4")
        let trimmer = try Trimmer(try SourceFile.open(source))
        let start = MediaTime(ticks: 64, timescale: 15)
        var plan = try plan(trimmer, to: scratch.path("out.mp4"), start: start, length: second, .copy)
        // One frame later than the keyframe: nothing can be copied from there.
        let later = plan.window.start + MediaTime(ticks: 1, timescale: 30)
        plan.window.start = later
        plan.video.segments[0].range.start = later
        plan.video.segments[0].frames = plan.video.segments[0].frames! - 1
        plan.video.frames = plan.video.segments[0].frames
        #expect(throws: Failure.self) {
            try Renderer(threads: 1).render(plan, try SourceFile.open(source))
        }
        #expect(scratch.names == ["clip.mp4"])
    }

    @Test func `tags of the source go only where they are wanted`() throws {
        let trimmer = try Trimmer(try SourceFile.open(Sample.batik.path))
        var plan = try plan(trimmer, to: scratch.path("bare.mp4"), start: .zero, length: second)
        let report = try Renderer(threads: 1).render(plan, try SourceFile.open(Sample.batik.path))
        #expect(report.removedMetadata.contains("title"))
        plan.output.file = PlannedPath(scratch.path("kept.mp4"))
        plan.output.keepsMetadata = true
        _ = try Renderer(threads: 1).render(plan, try SourceFile.open(Sample.batik.path))
        let bare = try open(scratch.path("bare.mp4")).file.metadata
        let kept = try open(scratch.path("kept.mp4")).file.metadata
        #expect(bare["title"] == nil && bare["encoder"] == nil)
        #expect(kept["title"] != nil && kept["encoder"] == nil)
    }

    @Test func `what was to be kept and cannot be is told`() throws {
        var clip = CodedClip(encoder: "libx264", format: "yuv420p")
        clip.title = "Kamera 2"
        try clip.write(scratch.path("clip.mkv"))
        let trimmer = try Trimmer(try SourceFile.open(scratch.path("clip.mkv")))
        var plan = try plan(trimmer, to: scratch.path("kept.mkv"), start: .zero, length: second)
        plan.output.keepsMetadata = true
        let source = try SourceFile.open(scratch.path("clip.mkv"))
        let report = try Renderer(threads: 1).render(plan, source)
        #expect(report.deviations.contains("--keep-metadata does not keep title"), "\(report.deviations)")
    }

    @Test func `progress goes from 0 to the end and never back`() throws {
        let trimmer = try Trimmer(try SourceFile.open(Sample.batik.path))
        let plan = try plan(trimmer, to: scratch.path("out.mp4"), start: .zero, length: second)
        var shares: [Double] = []
        _ = try Renderer(threads: 1).render(plan, try SourceFile.open(Sample.batik.path)) {
            shares.append($0)
        }
        #expect(shares.first == 0)
        #expect(shares == shares.sorted())
        #expect((shares.last ?? 0) > 0.9 && (shares.last ?? 2) <= 1)
    }
}

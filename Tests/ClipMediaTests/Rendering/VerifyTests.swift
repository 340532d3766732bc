import ClipCore
import Foundation
import Glibc
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// What a proof decodes, and whom it blames.
@Suite struct VerifyTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func trim(
        _ source: FilePath, _ name: String, from start: MediaTime = .zero, _ method: TrimRequest.Method,
        _ verify: TrimRequest.Verify, onDamage: TrimRequest.OnDamage = .fail
    ) throws -> Report {
        let trimmer = try Trimmer(try SourceFile.open(source))
        var request = TrimRequest(
            part: .span(start: start, end: nil, duration: MediaTime(ticks: 5, timescale: 2)), method: method,
            onDamage: onDamage, speed: "ultrafast")
        request.verify = verify
        let plan = try trimmer.plan(
            request, OutputName(scratch.path(name).bytes, isFolder: false), overwrites: true)
        return try trimmer.render([plan], Renderer(threads: 1))[0].get()
    }

    @Test(arguments: TrimRequest.Method.allCases, ["out.mp4", "out.mov", "out.mkv"])
    func `with all everything is decoded, else a sample`(method: TrimRequest.Method, name: String) throws {
        let start = MediaTime(ticks: 21, timescale: 5)
        let all = try trim(Sample.batik.path, name, from: start, method, .all)
        #expect(all.proof.checkedFrames == all.proof.frames)
        #expect(all.unchecked == nil)
        #expect(!all.deviations.contains { $0.contains("damaged") })
        let some = try trim(Sample.batik.path, name, from: start, method, .seams)
        #expect(some.proof.checkedFrames > 0 && some.proof.checkedFrames < some.proof.frames)
        #expect((some.unchecked != nil) == (method != .encode))
        #expect((some.proof.checkedCopies > 0) == (method != .encode))
        let rest = some.copiedFrames - some.proof.checkedCopies
        #expect(some.unchecked?.hasPrefix("\(rest) of \(some.copiedFrames) copied frames") != false)
        // What is decoded says nothing of how the file is made.
        #expect(try PlanKey(all.plan).text == PlanKey(some.plan).text)
    }

    /// A copy of the sample of which one packet that is no keyframe holds nonsense.
    private func damaged() throws -> FilePath {
        let path = try scratch.copy(.batik, as: "clip.mp4")
        let input = try open(path)
        let video = try #require(Prober.mainVideo(input.streams))
        let packet = try Packet()
        var (number, pattern) = (0, [UInt8]())
        while number < 40, try input.file.read(into: packet) {
            guard packet.stream == video.index else { continue }
            number += 1
            if number >= 30, !packet.isKey, packet.size > 400 {
                pattern = packet.withBytes { Array($0) }
                break
            }
        }
        try spoil(path, pattern, 60..<pattern.count - 20)
        return path
    }

    /// Writes nonsense over a part of a packet.
    private func spoil(_ path: FilePath, _ packet: [UInt8], _ part: Range<Int>) throws {
        try #require(!packet.isEmpty)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path.string))
        let place = try #require(bytes.range(of: Data(packet)))
        for index in stride(
            from: place.lowerBound + part.lowerBound, to: place.lowerBound + part.upperBound, by: 3)
        {
            bytes[index] ^= 0x5A
        }
        try bytes.write(to: URL(fileURLWithPath: path.string))
    }

    @Test(arguments: ["mp4", "mov", "mkv", "ts"])
    func `damage in the sound that reaches across the in-point is found`(container: String) throws {
        let path = try scratch.copy(.batik, as: "clip.mp4")
        let start = MediaTime(ticks: 21, timescale: 5)
        let input = try open(path)
        let sound = try #require(input.streams.first { $0.kind == .audio })
        let packet = try Packet()
        var across: [UInt8] = []
        while across.isEmpty, try input.file.read(into: packet) {
            guard packet.stream == sound.index, let time = packet.presentation else { continue }
            let begins = MediaTime(ticks: time, timeBase: sound.base)
            let ends = MediaTime(ticks: time + packet.duration, timeBase: sound.base)
            if begins < start, ends > start { across = packet.withBytes { Array($0) } }
        }
        try spoil(path, across, 0..<across.count)
        let error = #expect(throws: Failure.self) {
            try trim(path, "all.\(container)", from: start, .smart, .all)
        }
        #expect(error?.kind == .damaged)
        let kept = try trim(path, "kept.\(container)", from: start, .smart, .all, onDamage: .keep)
        #expect(kept.deviations.contains { $0.contains("damaged in the source") })
    }

    @Test
    func
        `a damaged packet that is copied is found with all, and with seams the result says who did not look`()
        throws
    {
        let source = try damaged()
        let some = try trim(source, "some.mp4", .copy, .seams)
        #expect(some.deviations.isEmpty)
        #expect(some.unchecked?.contains("--verify all") == true)
        let error = #expect(throws: Failure.self) { try trim(source, "all.mp4", .copy, .all) }
        #expect(error?.kind == .damaged)
        #expect(error?.path == source)
        let kept = try trim(source, "kept.mp4", .copy, .all, onDamage: .keep)
        #expect(kept.deviations.contains { $0.contains("damaged in the source") })
        #expect(kept.proof.checkedFrames > 0)
    }

    // MARK: Whose fault it is

    /// Copies packets of the sample's picture from the `first`-th on as they are, but for one, and proves that as a copy
    /// of the packets from the first keyframe on.
    private func verify(
        _ verify: TrimRequest.Verify, from first: Int = 0, spoiling spoilt: Int? = nil,
        splice: Int? = nil
    ) throws -> Verifier.Finding {
        let input = try open(Sample.batik.path)
        let video = try #require(Prober.mainVideo(input.streams))
        let descriptor = Glibc.open(
            scratch.path("out.mkv").string, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let output = try OutputFile.create(format: "matroska", descriptor: descriptor)
        _ = try output.addStream(copying: input.file, stream: video.index, keepTag: false)
        try output.begin([:])
        input.file.select([video.index])
        let packet = try Packet()
        var (number, start, times) = (0, Int64?.none, [Int64]())
        while times.count < 40, try input.file.read(into: packet) {
            defer { number += 1 }
            guard number >= first, let time = packet.presentation, let decode = packet.decode else {
                continue
            }
            start = start ?? time
            times.append(time - start!)
            if number == spoilt {
                var bytes = packet.withBytes { Array($0) }
                for index in 40..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 37) }
                try packet.replaceBytes(bytes)
            }
            (packet.presentation, packet.decode) = (time - start!, decode - start!)
            try output.write(packet, to: 0, timeBase: video.timeBase)
        }
        try output.finish()
        let trimmer = try Trimmer(try SourceFile.open(Sample.batik.path))
        var plan = try plan(
            trimmer, to: scratch.path("out.mkv"), start: .zero, length: MediaTime(ticks: 1, timescale: 1),
            .copy)
        (plan.audio, plan.verify) = ([], verify)
        times.sort()
        var expected = Verifier.Expected(
            videoBase: video.base, presentations: times, shownFrames: times.count, audioStarts: [], seams: [],
            copied: 0..<(times.last! + 1), origin: video.start ?? 0, reorderDepth: 2)
        if let splice {
            // What lies before the splice passes for encoded.
            expected.seams = [times[splice]]
            expected.copied = times[splice]..<(times.last! + 1)
            let window = plan.window
            let place = window.start + MediaTime(ticks: times[splice], timeBase: video.base)
            plan.video.segments = [
                Segment(
                    range: TimeRange(start: window.start, end: place), frames: splice,
                    treatment: .reencode(because: "")),
                Segment(
                    range: TimeRange(start: place, end: window.end), frames: times.count - splice,
                    treatment: .copy),
            ]
        }
        let verifier = Verifier(plan: plan, source: expected, original: .init(input: input, stream: video))
        return try verifier.verify(descriptor, witnesses: ReferenceFrames())
    }

    @Test(arguments: TrimRequest.Verify.allCases)
    func `what was copied as it is passes`(kind: TrimRequest.Verify) throws {
        #expect(try verify(kind).damaged == 0)
        #expect(try verify(kind, splice: 8).damaged == 0)
    }

    @Test(arguments: [(TrimRequest.Verify.all, 20), (.all, 0), (.seams, 0)])
    func `damage that the source does not have is not blamed on it`(kind: TrimRequest.Verify, spoilt: Int)
        throws
    {
        let broken = #expect(throws: ProofFailure.self) { try verify(kind, spoiling: spoilt) }
        #expect(broken?.message.contains("though the source's") == true)
    }

    @Test(arguments: TrimRequest.Verify.allCases)
    func `copied frames that show something else than the source's are refused`(kind: TrimRequest.Verify)
        throws
    {
        let keyframe = Sample.batik.keyframes[1]
        let broken = #expect(throws: ProofFailure.self) { try verify(kind, from: keyframe, splice: 8) }
        #expect(broken?.message.contains("shows something else") == true)
    }

    // MARK: Disks

    @Test func `a disk that does not answer is not taken for a file without boxes`() throws {
        let source = try SourceFile.open(Sample.batik.path)
        // Reading a folder fails, whatever is asked for.
        let folder = Glibc.open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        try #require(folder >= 0 && dup2(folder, source.descriptor) >= 0)
        close(folder)
        let error = #expect(throws: Failure.self) { try MP4Boxes(source) }
        #expect(error?.kind == .readWrite)
        let probed = #expect(throws: Failure.self) { try Prober().probe(source) }
        #expect(probed?.kind == .readWrite)
        let identity = #expect(throws: Failure.self) { try source.identity() }
        #expect(identity?.kind == .readWrite)
    }

    @Test func `a write that is reported and not done is no success`() throws {
        // It takes everything and keeps nothing.
        let descriptor = Glibc.open("/dev/null", O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let failure = #expect(throws: AVFailure.self) {
            let input = try open(Sample.batik.path)
            let output = try OutputFile.create(format: "matroska", descriptor: descriptor)
            _ = try output.addStream(copying: input.file, stream: 0, keepTag: false)
            try output.begin([:])
            try output.finish()
        }
        #expect(failure?.isLostWrite == true)
        let error = Failure(try #require(failure), cutting: "clip.mp4", to: "out.mkv")
        #expect(error.kind == .readWrite && error.path == "out.mkv")
    }
}

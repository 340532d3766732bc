import ClipCore
import Foundation
import Glibc
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct VerifierTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// A file of 40 packets of the portrait sample's picture from the `first`-th on, as a careless copy would make it.
    private func verify(from first: Int) throws -> Verifier.Finding {
        let input = try open(Sample.batik.path)
        let video = try #require(Prober.mainVideo(input.streams))
        let descriptor = Glibc.open(
            scratch.path("out.mkv").string, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let times = try write(input, video, from: first, to: descriptor)
        let trimmer = try Trimmer(try SourceFile.open(Sample.batik.path))
        var plan = try plan(
            trimmer, to: scratch.path("out.mkv"), start: .zero, length: MediaTime(ticks: 1, timescale: 1),
            .copy)
        plan.audio = []
        let verifier = Verifier(
            plan: plan,
            source: .init(
                videoBase: video.base, presentations: times, shownFrames: times.count, audioStarts: [],
                seams: [],
                origin: 0, reorderDepth: 2))
        return try verifier.verify(descriptor, witnesses: ReferenceFrames())
    }

    private func write(_ input: MediaInput, _ video: StreamFacts, from first: Int, to descriptor: Int32)
        throws
        -> [Int64]
    {
        let output = try OutputFile.create(format: "matroska", descriptor: descriptor)
        _ = try output.addStream(copying: input.file, stream: video.index, keepTag: false)
        try output.begin([:])
        input.file.select([video.index])
        let packet = try Packet()
        var (number, start, times) = (0, Int64?.none, [Int64]())
        while times.count < 40, try input.file.read(into: packet) {
            number += 1
            guard number > first, let time = packet.presentation, let decode = packet.decode else { continue }
            let zero = start ?? time
            start = zero
            times.append(time - zero)
            (packet.presentation, packet.decode) = (time - zero, decode - zero)
            try output.write(packet, to: 0, timeBase: video.timeBase)
        }
        try output.finish()
        return times.sorted()
    }

    @Test func `a file that begins with a keyframe is let pass`() throws {
        #expect(try verify(from: 0).damaged == 0)
    }

    @Test(arguments: [1, 2, 7])
    func `a file that does not begin with a keyframe is refused`(first: Int) throws {
        let broken = #expect(throws: ProofFailure.self) { try verify(from: first) }
        #expect(broken?.message.contains("keyframe") == true)
    }
}

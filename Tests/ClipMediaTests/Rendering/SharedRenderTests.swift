import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct SharedRenderTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func frames(_ count: Int64) -> MediaTime { MediaTime(ticks: count, timescale: 30) }

    /// A plan that makes the picture of the portrait sample anew, in its own size.
    private func plan(
        _ trimmer: borrowing Trimmer, from start: Int64, frames count: Int64, as name: String
    ) throws -> Plan {
        var request = TrimRequest(
            part: .span(start: frames(start), end: nil, duration: frames(count)), speed: "ultrafast")
        request.finish.size = Picture.Size(width: 720, height: 1280)
        return try trimmer.plan(
            request, OutputName(scratch.path(name).bytes, isFolder: false), overwrites: true)
    }

    private func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: scratch.path(name).string))
    }

    /// The bytes of the picture's packets, in the file's order, and which are keyframes.
    private func packets(_ name: String) throws -> [(bytes: [UInt8], isKey: Bool)] {
        let input = try open(scratch.path(name))
        let stream = try #require(Prober.mainVideo(input.streams)).index
        let packet = try Packet()
        var found: [(bytes: [UInt8], isKey: Bool)] = []
        while try input.file.read(into: packet) {
            guard packet.stream == stream else { continue }
            found.append((packet.withBytes { Array($0) }, packet.isKey))
        }
        return found
    }

    @Test func `outputs of one decoding are those that are made one by one`() throws {
        let trimmer = try Trimmer(try SourceFile.open(Sample.batik.path))
        let together = [
            try plan(trimmer, from: 15, frames: 30, as: "a.mp4"),
            try plan(trimmer, from: 22, frames: 60, as: "b.mp4"),
        ]
        for result in trimmer.render(together, Renderer(threads: 1)) { _ = try result.get() }
        let alone = [
            try plan(trimmer, from: 15, frames: 30, as: "c.mp4"),
            try plan(trimmer, from: 22, frames: 60, as: "d.mp4"),
        ]
        for plan in alone { _ = try trimmer.render([plan], Renderer(threads: 1))[0].get() }
        #expect(try bytes("a.mp4") == bytes("c.mp4"))
        #expect(try bytes("b.mp4") == bytes("d.mp4"))
    }

    @Test func `lengths from one start share their encoding, and each ends where it should`() throws {
        let trimmer = try Trimmer(try SourceFile.open(Sample.batik.path))
        let counts: [Int64] = [31, 75, 7]
        let plans = try counts.map { try plan(trimmer, from: 15, frames: $0, as: "\($0).mp4") }
        for result in trimmer.render(plans, Renderer(threads: 2)) { _ = try result.get() }
        let longest = try packets("75.mp4")
        for count in counts {
            let shown = try Pictures.all(scratch.path("\(count).mp4"))
            #expect(shown.map(\.mark?.frame) == (15..<15 + Int(count)).map { $0 })
            #expect(shown.map(\.time) == (0..<count).map { frames($0) })
            let own = try packets("\(count).mp4").map(\.bytes)
            #expect(own == longest.prefix(Int(count)).map(\.bytes))
        }
        #expect(longest[7].isKey && longest[31].isKey)
    }

    @Test func `a short output is judged by its own frames, not by those of a longer one`() throws {
        let trimmer = try Trimmer(try SourceFile.open(Sample.batik.path))
        let counts: [Int64] = [5, 450]
        let plans = try counts.map { try plan(trimmer, from: 0, frames: $0, as: "\($0).mp4") }
        for result in trimmer.render(plans, Renderer(threads: 1)) { _ = try result.get() }
        #expect(try packets("5.mp4").count == 5)
    }

    @Test func `an output that fails keeps no other from its end`() throws {
        let trimmer = try Trimmer(try SourceFile.open(Sample.batik.path))
        var plans = [
            try plan(trimmer, from: 0, frames: 20, as: "short.mp4"),
            try plan(trimmer, from: 0, frames: 600, as: "long.mp4"),
        ]
        plans[1].audio = []
        plans[1].mix = SoundMix(stream: nil)
        plans[1].mix?.music = SoundMix.Music(file: PlannedPath(scratch.path("missing.m4a")))
        let results = trimmer.render(plans, Renderer(threads: 1))
        #expect(throws: Never.self) { try results[0].get() }
        #expect(throws: Failure.self) { try results[1].get() }
        #expect(try Pictures.all(scratch.path("short.mp4")).count == 20)
        #expect(scratch.names == ["short.mp4"])
    }
}

import CFFmpeg
import ClipCore
import Foundation
import Glibc
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// Files that claim more than they hold: work grows with bytes and packets.
@Suite struct BudgetTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// A Matroska copy of the sample's first four seconds in which the sound after 2 s comes `seconds` later.
    private func clip(
        gap seconds: Int64, kinds: Set<StreamFacts.Kind> = [.audio], as name: String = "gap.mkv"
    )
        throws -> FilePath
    {
        let input = try open(Sample.batik.path)
        let descriptor = Glibc.open(scratch.path(name).string, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let output = try OutputFile.create(format: "matroska", descriptor: descriptor)
        let streams = input.streams.filter { kinds.contains($0.kind) }
        for stream in streams {
            _ = try output.addStream(copying: input.file, stream: stream.index, keepTag: false)
        }
        try output.begin([:])
        let packet = try Packet()
        while try input.file.read(into: packet) {
            let stream = input.streams[packet.stream]
            guard let place = streams.firstIndex(where: { $0.index == stream.index }),
                let time = packet.presentation, let decode = packet.decode
            else { continue }
            let second = Int64(stream.timeBase.denominator)
            guard time < 4 * second else { continue }
            let shift = stream.kind == .audio && time >= 2 * second ? seconds * second : 0
            (packet.presentation, packet.decode) = (time + shift, decode + shift)
            try output.write(packet, to: place, timeBase: stream.timeBase)
        }
        try output.finish()
        return scratch.path(name)
    }

    private func listener(_ path: FilePath, skips: Bool = true) throws -> SoundListener {
        let source = try SourceFile.open(path)
        let info = try Prober().probe(source)
        let track = try #require(info.audio.first)
        let listener = try SoundListener(
            source, stream: track.stream, TimeRange(start: .zero, end: info.duration), info.origin,
            skips: skips)
        try listener.listen()
        return listener
    }

    @Test func `silence deep in a gap gives the scores that working through it gives`() throws {
        let path = try clip(gap: 30)
        let (quick, slow) = (try listener(path), try listener(path, skips: false))
        #expect(quick.scores == slow.scores)
        #expect(quick.integrated == slow.integrated)
        #expect(quick.range == slow.range && quick.truePeak == slow.truePeak)
        #expect(quick.heardSamples < slow.heardSamples - 20 * 48000)
    }

    @Test(arguments: [600, 18_000] as [Int64])
    func `what is worked through does not grow with a gap`(seconds: Int64) throws {
        let listener = try listener(try clip(gap: seconds))
        #expect(listener.heardSamples < 15 * 48000)
        #expect(listener.scores.count >= Int(seconds) * 10)
        #expect(listener.integrated != nil)
        let analysis = TrackAnalyzer()
        guard seconds < 1800 else {
            // An analysis of music takes memory for every second.
            let error = #expect(throws: Failure.self) { try analysis.analyze(scratch.path("gap.mkv")) }
            #expect(error?.kind == .unusable)
            return
        }
        let track = try analysis.analyze(scratch.path("gap.mkv"))
        #expect(abs(track.duration - Double(seconds) - 4) < 0.1)
    }

    @Test func `gaps of more than a day are not filled`() throws {
        let path = try clip(gap: 90_000)
        let failure = #expect(throws: AVFailure.self) { try listener(path) }
        #expect(failure?.isInvalidData == true)
    }

    @Test
    func `a file that claims more than its bytes can stand for is not searched, but a part of it is cut`()
        throws
    {
        let path = try clip(gap: 300 * 86_400, kinds: [.video, .audio])
        let source = try SourceFile.open(path)
        let info = try Prober().probe(source)
        #expect(info.warnings.contains { $0.contains("claims to last 300 days") })
        let deep = #expect(throws: Failure.self) { try Prober(isDeep: true).probe(source) }
        #expect(deep?.kind == .unusable && deep?.message.contains("300 days") == true)
        let looked = #expect(throws: Failure.self) { try Analyzer().analyze(source, info) }
        #expect(looked?.kind == .unusable)
        let sensed = #expect(throws: Failure.self) { try SafetyScan(source, info) }
        #expect(sensed?.kind == .unusable)
        let trimmer = try Trimmer(try SourceFile.open(path))
        let whole = TrimRequest(part: .span(start: .zero, end: nil, duration: nil), method: .encode)
        let planned = #expect(throws: Failure.self) {
            try trimmer.plan(
                whole, OutputName(scratch.path("out.mp4").bytes, isFolder: false), overwrites: false)
        }
        #expect(planned?.kind == .unusable)
        let report = try trim(
            path, to: scratch.path("out.mp4"), start: .zero, length: MediaTime(ticks: 1, timescale: 1))
        #expect(report.proof.frames == 30)
    }

    @Test func `an edit list of thousands of entries is refused, wherever the file is read`() throws {
        let path = try scratch.copy(.batik, as: "clip.mp4")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path.string))
        let place = try #require(bytes.range(of: Data("elst".utf8)), "the sample has an edit list")
        bytes.replaceSubrange((place.upperBound + 4)..<(place.upperBound + 8), with: [0, 1, 0, 0])
        try bytes.write(to: URL(fileURLWithPath: path.string))
        let error = #expect(throws: Failure.self) { try Prober().probe(try SourceFile.open(path)) }
        #expect(error?.kind == .unusable && error?.message.contains("65536 entries") == true)
    }

    @Test func `a gap in sound that is encoded anew is filled in portions`() throws {
        let path = try clip(gap: 20, kinds: [.video, .audio])
        let report = try trim(
            path, to: scratch.path("out.mp4"), start: MediaTime(ticks: 1, timescale: 1),
            length: MediaTime(ticks: 22, timescale: 1), .encode)
        #expect(abs(report.proof.duration.seconds - 22) < 0.03)
        let sound = try Sound(scratch.path("out.mp4"))
        #expect(sound.isContinuous)
        #expect(sound.second(from: sound.rate * 85 / 4) == 2)
    }

    // MARK: The last frame

    /// An IVF file of 60 small pictures, one a tick of `base` seconds.
    private func ivf(_ base: (numerator: Int, denominator: Int)) throws -> FilePath {
        let encoder = try Encoder.openPicture(
            VideoSettings(codec: .vp9, quality: 50, speed: "ultrafast", keyInterval: 100, threads: 1),
            width: 64,
            height: 64, rate: (30, 1))
        var packets: [[UInt8]] = []
        let packet = try Packet()
        func take() throws {
            while try encoder.receive(into: packet) { packets.append(packet.withBytes { Array($0) }) }
        }
        for number in 0..<60 {
            let frame = try Frame.blank420(width: 64, height: 64)
            for plane in 0..<3 {
                let samples = frame.plane(plane)
                let (memory, stride) = try #require(samples)
                memory.update(repeating: UInt8(40 + 3 * number), count: stride * (plane == 0 ? 64 : 32))
            }
            frame.presentation = Int64(number)
            try encoder.send(frame)
            try take()
        }
        try encoder.finish()
        try take()
        var bytes = Data("DKIF".utf8)
        func add<T: FixedWidthInteger>(_ value: T) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        add(UInt16(0))
        add(UInt16(32))
        bytes.append(contentsOf: "VP90".utf8)
        add(UInt16(64))
        add(UInt16(64))
        add(UInt32(base.denominator))
        add(UInt32(base.numerator))
        add(UInt64(packets.count))
        for (number, packet) in packets.enumerated() {
            add(UInt32(packet.count))
            add(UInt64(number))
            bytes.append(contentsOf: packet)
        }
        try bytes.write(to: URL(fileURLWithPath: scratch.path("clip.ivf").string))
        return scratch.path("clip.ivf")
    }

    @Test(
        arguments: [(32769, 25), (1001, 30_000), (2, 1), (3, 7), (1, 25)], ["out.webm", "out.mp4", "out.mkv"])
    func `a part is never longer than asked, however coarse the clock is`(base: (Int, Int), name: String)
        throws
    {
        let second = MediaTime(ticks: 1, timescale: 1)
        for method in [TrimRequest.Method.smart, .encode] {
            let report = try trim(
                try ivf(base), to: scratch.path(name), start: .zero, length: second, method, overwrites: true)
            #expect(report.proof.duration <= second, "\(method)")
            #expect(report.proof.duration >= MediaTime(ticks: 24, timescale: 25), "\(method)")
            let written = try open(scratch.path(name))
            // FFmpeg 7 and later know an MP4's length only after a closer look at the streams; 5.1 takes no second one.
            if written.file.duration == nil { try written.file.analyse() }
            let length = written.file.duration
            #expect(try #require(length) <= 1_000_000)
        }
    }

    // MARK: Frames

    @Test(
        arguments: [
            ([0x82, 1, 0], true), ([0x80, 1, 0], false), ([0x84, 1, 0], false), ([0x86, 1, 0], true),
            ([0x88], true),
            ([0x80, 1, 0xC1], true), ([0xB1, 0, 0], true), ([0xB0, 0, 0], false), ([], false),
        ] as [([UInt8], Bool)])
    func `a VP9 packet tells whether it shows anything`(bytes: [UInt8], shows: Bool) {
        #expect(bytes.withUnsafeBufferPointer { PacketClassifier.showsVP9($0) } == shows)
    }

    @Test(arguments: [nil, 30]) func `one frame that stands for all is no result`(rate: Int?) throws {
        let path = try scratch.copy(.batik, as: "clip.mp4")
        let input = try open(path)
        let video = try #require(Prober.mainVideo(input.streams))
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path.string)))
        let packet = try Packet()
        var number = 0
        while try input.file.read(into: packet) {
            guard packet.stream == video.index else { continue }
            number += 1
            let place = Int(packet.pointer.pointee.pos)
            guard number > 1 else { continue }
            // The length stays, the unit's type becomes one that is not used.
            bytes[place + 4] = 0x1E
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path.string))
        let trimmer = try Trimmer(try SourceFile.open(path))
        var request = TrimRequest(
            part: .span(start: .zero, end: nil, duration: MediaTime(ticks: 2, timescale: 1)), method: .encode,
            speed: "ultrafast")
        request.finish.frameRate = rate.flatMap { Fraction($0, 1) }
        let name = OutputName(scratch.path("out.mp4").bytes, isFolder: false)
        var plan = try trimmer.plan(request, name, overwrites: false)
        let error = #expect(throws: Failure.self) {
            try trimmer.render([plan], Renderer(threads: 1))[0].get()
        }
        #expect(error?.kind == .damaged)
        #expect(scratch.names == ["clip.mp4"])
        plan.onDamage = .keep
        let kept = try trimmer.render([plan], Renderer(threads: 1))[0].get()
        // Places of a constant rate are all filled, by the one picture.
        #expect(kept.proof.frames == (rate == nil ? 1 : 60))
        #expect(
            kept.deviations.contains { $0.contains(rate == nil ? "59 of 60 frames" : "only 1 of about 60") })
    }
}

import CFFmpeg
import ClipCore
import Foundation
import Glibc
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// A clip in `Media/samples`, with the facts of `samples.json`. Its frames show their number, and two tones
/// tell the second (Media/README.md).
struct Sample: Decodable, Sendable, CustomTestStringConvertible {
    let file: String
    let width: Int
    let height: Int
    let fps: Int
    let frames: Int
    let duration: Double
    let keyframes: [Int]
    let marker: Int

    private enum CodingKeys: String, CodingKey {
        case file, width, height, fps, frames, keyframes
        case duration = "duration_seconds"
        case marker = "marker_source"
    }

    private struct All: Decodable { let videos: [Sample] }

    static let media = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Media")
    static let all: [Sample] = {
        let facts = try? Data(contentsOf: media.appendingPathComponent("samples.json"))
        return facts.flatMap { try? JSONDecoder().decode(All.self, from: $0).videos } ?? []
    }()
    static let kopi = all.first { $0.file.contains("kopi") }!
    static let batik = all.first { $0.file.contains("batik") }!

    var path: FilePath { FilePath(Self.media.appendingPathComponent(file).path) }
    var testDescription: String { String(file.dropFirst("samples/".count)) }
}

/// A folder of its own for one test, removed with all that is in it when the test ends.
final class Scratch {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "clipfit-media-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> FilePath { FilePath(url.appendingPathComponent(name).path) }

    /// All names in it, hidden ones too.
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted() }

    /// Puts a Matroska copy of a sample here whose sound packets that begin in `gap` (seconds) are missing.
    func withSoundGap(_ sample: Sample, _ gap: Range<Int64>, as name: String) throws -> FilePath {
        try remux(sample.path, "matroska", as: name) { packet, stream in
            let time = MediaTime(ticks: packet.presentation ?? 0, timeBase: stream.base)
            return stream.kind != .audio || time < MediaTime(ticks: gap.lowerBound, timescale: 1)
                || time >= MediaTime(ticks: gap.upperBound, timescale: 1)
        }
    }

    /// Puts a copy of a file here in a container of FFmpeg's muxer `format`, with the packets that `change` lets pass
    /// and as it leaves them.
    func remux(
        _ source: FilePath, _ format: String, as name: String, streams: Int = .max,
        change: (borrowing Packet, StreamFacts) throws -> Bool = { _, _ in true }
    ) throws -> FilePath {
        let input = try open(source)
        let descriptor = Glibc.open(path(name).string, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let output = try OutputFile.create(format: format, descriptor: descriptor)
        for stream in input.streams.prefix(streams) {
            _ = try output.addStream(copying: input.file, stream: stream.index, keepTag: false)
        }
        try output.begin([:])
        let packet = try Packet()
        while try input.file.read(into: packet) {
            let stream = input.streams[packet.stream]
            guard packet.stream < streams, try change(packet, stream) else { continue }
            try output.write(packet, to: stream.index, timeBase: stream.timeBase)
        }
        try output.finish()
        return path(name)
    }

    func copy(_ sample: Sample, as name: String) throws -> FilePath {
        try FileManager.default.copyItem(atPath: sample.path.string, toPath: path(name).string)
        return path(name)
    }
}

/// Trims `source` to `output` as the command line does.
@discardableResult
func trim(
    _ source: FilePath, to output: FilePath, start: MediaTime, length: MediaTime,
    _ method: TrimRequest.Method = .smart,
    onDamage: TrimRequest.OnDamage = .fail, overwrites: Bool = false
) throws -> Report {
    let trimmer = try Trimmer(try SourceFile.open(source))
    let plan = try plan(
        trimmer, to: output, start: start, length: length, method, onDamage: onDamage, overwrites: overwrites)
    return try trimmer.render([plan], Renderer(threads: 1))[0].get()
}

func plan(
    _ trimmer: borrowing Trimmer, to output: FilePath, start: MediaTime, length: MediaTime,
    _ method: TrimRequest.Method = .smart, onDamage: TrimRequest.OnDamage = .fail, overwrites: Bool = false
) throws -> Plan {
    let request = TrimRequest(
        part: .span(start: start, end: nil, duration: length), method: method, onDamage: onDamage,
        speed: "ultrafast")
    return try trimmer.plan(request, OutputName(output.bytes, isFolder: false), overwrites: overwrites)
}

/// Opens a file as the cutter does.
func open(_ path: FilePath) throws -> MediaInput {
    let source = try SourceFile.open(path)
    let input = try MediaInput(source)
    // The descriptor is that of `source`, which must live until here.
    try source.checkUnchanged()
    return input
}

/// The pictures of a file, one after another in the order in which they are shown: every packet is decoded,
/// with none of the code that cuts or proves.
final class Pictures {
    let input: MediaInput
    let stream: StreamFacts
    private let decoder: Decoder
    private let packet: Packet
    private var isOver = false

    /// - Parameter start: where to begin to decode, the time of a keyframe; the file's beginning by default.
    init(_ path: FilePath, from start: MediaTime? = nil) throws {
        input = try open(path)
        stream = try #require(Prober.mainVideo(input.streams))
        decoder = try Decoder.open(input.file, stream: stream.index)
        packet = try Packet()
        input.file.select([stream.index])
        guard let start else { return }
        let isThere = try input.file.seek(stream: stream.index, to: start.ticksRoundedDown(in: stream.base))
        #expect(isThere)
    }

    /// The next picture, or false after the last.
    func next(into frame: borrowing Frame) throws -> Bool {
        while true {
            switch try decoder.receive(into: frame) {
            case .frame:
                if frame.isDamaged { Issue.record("a picture did not decode clean") }
                return true
            case .damage: Issue.record("a picture could not be decoded: \(AVLog.recent())")
            case .end: return false
            case .needsMore:
                if isOver { return false }
                if try input.file.read(into: packet) {
                    // Packets that were read ahead come whatever is selected.
                    guard packet.stream == stream.index else { continue }
                    if try !decoder.send(packet) { Issue.record("a packet could not be decoded") }
                } else {
                    isOver = true
                    try decoder.finish()
                }
            }
        }
    }

    /// What the marks of all pictures tell, and when they are shown.
    static func all(_ path: FilePath) throws -> [(mark: Mark?, time: MediaTime)] {
        let pictures = try Pictures(path)
        let frame = try Frame()
        var found: [(mark: Mark?, time: MediaTime)] = []
        while try pictures.next(into: frame) {
            let ticks = frame.presentation
            found.append((Mark(frame), MediaTime(ticks: try #require(ticks), timeBase: pictures.stream.base)))
        }
        return found
    }
}

/// The number that a picture of a sample shows at its top left.
struct Mark: Equatable {
    let frame: Int
    let sample: Int

    /// Nil where the blocks break the rule of parity.
    init?(_ picture: borrowing Frame) {
        let facts = picture.pointer.pointee
        guard let luma = facts.data.0 else { return nil }
        let bits = (0..<19).map { block in
            var sum = 0
            for y in 24..<32 {
                for x in 0..<8 { sum += Int(luma[y * Int(facts.linesize.0) + 16 + block * 24 + 8 + x]) }
            }
            return sum / 64 > 125 ? 1 : 0
        }
        guard bits.reduce(0, +) % 2 == 1 else { return nil }
        frame = bits[..<16].reduce(0) { $0 << 1 | $1 }
        sample = bits[16] << 1 | bits[17]
    }
}

/// The decoded sound of a file, mixed to one channel.
struct Sound: Sendable {
    let rate: Int
    /// When the first sample is heard, on the file's presentation clock.
    let start: MediaTime
    let samples: [Float]
    /// The steps between the blocks' times agree with the samples in them to a millisecond.
    let isContinuous: Bool

    init(_ path: FilePath) throws {
        let input = try open(path)
        let stream = try #require(input.streams.first { $0.kind == .audio })
        let decoder = try Decoder.open(input.file, stream: stream.index)
        let packet = try Packet()
        let frame = try Frame()
        input.file.select([stream.index])
        var (samples, first, rate, continuous): ([Float], MediaTime?, Int, Bool) = ([], nil, 48000, true)
        func drain() throws {
            while try decoder.receive(into: frame) == .frame {
                let ticks = frame.presentation
                let time = MediaTime(ticks: try #require(ticks), timeBase: stream.base)
                rate = frame.sampleRate
                if let first {
                    let due = first + MediaTime(ticks: Int64(samples.count), timescale: Int64(rate))
                    if abs((time - due).seconds) > 0.001 { continuous = false }
                }
                first = first ?? time
                let facts = frame.pointer.pointee
                try #require(facts.format == AV_SAMPLE_FMT_FLTP.rawValue)
                let plane = try #require(facts.extended_data[0])
                plane.withMemoryRebound(to: Float.self, capacity: frame.sampleCount) {
                    samples.append(contentsOf: UnsafeBufferPointer(start: $0, count: frame.sampleCount))
                }
            }
        }
        while try input.file.read(into: packet) {
            guard packet.stream == stream.index else { continue }
            if try !decoder.send(packet) {
                Issue.record("a sound packet could not be decoded: \(AVLog.recent())")
            }
            try drain()
        }
        try decoder.finish()
        try drain()
        self.rate = rate
        start = try #require(first)
        self.samples = samples
        isContinuous = continuous
    }

    static let kopi = Result { try Sound(Sample.kopi.path) }
    static let batik = Result { try Sound(Sample.batik.path) }

    /// The strength of one frequency in half a second from `first` on (Goertzel).
    private func power(_ frequency: Double, from first: Int) -> Double {
        let factor = 2 * cos(2 * .pi * frequency / Double(rate))
        var (last, beforeLast) = (0.0, 0.0)
        samples.withUnsafeBufferPointer { samples in
            for position in first..<min(samples.count, first + rate / 2) {
                let value = Double(samples[position]) + factor * last - beforeLast
                (beforeLast, last) = (last, value)
            }
        }
        return last * last + beforeLast * beforeLast - factor * last * beforeLast
    }

    /// The second that the two tones tell, half a second from sample `first` on.
    func second(from first: Int) -> Int {
        let tens = [130.81, 146.83, 164.81, 196.00, 220.00, 261.63, 293.66, 329.63]
        let units = [523.25, 587.33, 659.26, 783.99, 880.00, 1046.50, 1174.66, 1318.51, 1567.98, 1760.00]
        func loudest(_ tones: [Double]) -> Int {
            let powers = tones.map { power($0, from: first) }
            return powers.firstIndex(of: powers.max()!)!
        }
        return loudest(tens) * 10 + loudest(units)
    }

    /// By how many samples this sound lags behind the place `position` of `source`: the lag of the best match.
    func lag(behind source: Sound, at position: Int, from first: Int, count: Int) -> Int {
        var best = (lag: Int.min, match: -Double.infinity)
        for lag in -60...60 {
            var (product, energy) = (0.0, 0.0)
            for offset in 0..<count {
                let original = Double(source.samples[position + first + offset - lag])
                product += Double(samples[first + offset]) * original
                energy += original * original
            }
            let match = product / max(1e-9, energy.squareRoot())
            if match > best.match { best = (lag, match) }
        }
        return best.lag
    }
}

/// The real clips that others made: not part of the repository. `CLIPFIT_MEDIA` names their folder, else it
/// is looked for beside the repository.
enum RealClips {
    static let folder: URL? = {
        let beside = Sample.media.appendingPathComponent("../../shared/media").standardizedFileURL
        let named = ProcessInfo.processInfo.environment["CLIPFIT_MEDIA"].map { URL(fileURLWithPath: $0) }
        let folder = named ?? beside
        return FileManager.default.fileExists(atPath: folder.appendingPathComponent("real").path)
            ? folder : nil
    }()
}

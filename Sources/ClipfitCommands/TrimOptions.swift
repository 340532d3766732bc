public import ArgumentParser
public import ClipCore

extension MediaTime: ExpressibleByArgument {
    /// Reads a time as ``MediaTime/init(parsing:)`` does; nil where it is none.
    public init?(argument: String) { self.init(parsing: argument) }
}

extension TrimRequest.Pick: ExpressibleByArgument {}
extension TrimRequest.Method: ExpressibleByArgument {}
extension TrimRequest.OnDamage: ExpressibleByArgument {}

/// What to cut and how; as typed.
struct TrimOptions: ParsableArguments {
    @Option(
        name: [.short, .customLong("length")],
        help: "Length in seconds, e.g. 15 or 60; may be given several times (default: 15).")
    var lengths: [MediaTime] = []

    @Option(
        name: .shortAndLong, parsing: .unconditional,
        help: "Where the part starts: 90, 1:30, 00:01:30.5, or -10 from the end.")
    var start: MediaTime?

    @Option(name: .shortAndLong, parsing: .unconditional, help: "Where the part ends.")
    var end: MediaTime?

    @Option(name: .shortAndLong, help: "How long the part is.")
    var duration: MediaTime?

    @Option(help: "Which part when only a length is given: start, middle or end.")
    var pick: TrimRequest.Pick?

    @Option(
        help:
            "smart re-encodes only what it must, copy nothing (and misses by up to a group of pictures), encode everything."
    )
    var method: TrimRequest.Method = .smart

    @Flag(help: "Keep every sound track, not only the default one.")
    var allAudio = false

    @Flag(help: "Keep the source's tags; without it nothing of them remains.")
    var keepMetadata = false

    @Option(help: "What to do when the source is damaged: fail, or keep what can be kept.")
    var onDamage: TrimRequest.OnDamage = .fail

    @Option(help: "x264's CRF for a full re-encode, 0 (best) to 51.")
    var quality: Double = 21

    @Option(help: "x264's preset for a full re-encode.")
    var speed: String = "veryfast"

    @OptionGroup var finish: FinishOptions

    static let speeds = [
        "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow",
        "placebo",
    ]

    func validate() throws {
        if start != nil && end != nil && duration != nil {
            throw ValidationError("--start, --end and --duration together say too much: leave one out")
        }
        if !lengths.isEmpty && (duration != nil || end != nil) {
            throw ValidationError(
                "--length goes with --start alone: --end and --duration tell a length of their own")
        }
        if Set(lengths).count != lengths.count {
            throw ValidationError("the same length is asked for twice")
        }
        if pick != nil && (start != nil || end != nil || duration != nil) {
            throw ValidationError("--pick chooses the part; --start, --end and --duration do so too")
        }
        if !(0...51).contains(quality) { throw ValidationError("--quality goes from 0 to 51") }
        if !Self.speeds.contains(speed) {
            throw ValidationError("--speed is one of \(Self.speeds.joined(separator: ", "))")
        }
        for length in lengths + [duration].compactMap({ $0 }) where length <= .zero {
            throw ValidationError("a length must be more than 0 seconds")
        }
    }

    /// One request for each output.
    func requests() throws -> [TrimRequest] {
        let asked = lengths.isEmpty ? [MediaTime(ticks: 15, timescale: 1)] : lengths
        let parts: [TrimRequest.Part]
        if let start, !lengths.isEmpty {
            parts = asked.map { .span(start: start, end: nil, duration: $0) }
        } else if start != nil || end != nil || duration != nil {
            parts = [.span(start: start, end: end, duration: duration)]
        } else {
            parts = asked.map { .length($0, pick ?? .start) }
        }
        return try parts.flatMap { part in
            try finish.finishes(for: part.length).map { finish in
                var request = TrimRequest(
                    part: part, method: method, keepsAllAudio: allAudio, keepsMetadata: keepMetadata,
                    onDamage: onDamage, quality: quality, speed: speed)
                request.finish = finish
                return request
            }
        }
    }
}

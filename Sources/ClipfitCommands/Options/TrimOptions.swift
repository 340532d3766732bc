public import ArgumentParser
public import ClipCore
internal import ClipEditing

extension MediaTime: ExpressibleByArgument {
    /// Parses a time with ``MediaTime/init(parsing:)``; nil if invalid.
    public init?(argument: String) { self.init(parsing: argument) }
}

extension TrimRequest.Method: ExpressibleByArgument {}
extension TrimRequest.OnDamage: ExpressibleByArgument {}
extension TrimRequest.Verify: ExpressibleByArgument {}
extension TimelineFormat: ExpressibleByArgument {}
extension WindowChoice.Search: ExpressibleByArgument {}

/// Lengths separated by commas.
struct LengthList: ExpressibleByArgument {
    let lengths: [MediaTime]

    init?(argument: String) {
        let words = argument.split(separator: ",", omittingEmptySubsequences: false)
        lengths = words.compactMap { MediaTime(parsing: String($0)) }
        guard lengths.count == words.count else { return nil }
    }
}

/// Options for cutting, as typed.
struct TrimOptions: ParsableArguments {
    @Option(
        name: [.customShort("l"), .customLong("length")],
        help: "Length in seconds, e.g. 15 or 60; several: 15,60 (default: 15).")
    var typedLengths: [LengthList] = []

    @Option(
        name: .shortAndLong, parsing: .unconditional,
        help: "Start of the part: 90, 1:30, 00:01:30.5, or -10 from the end.")
    var start: MediaTime?

    @Option(name: .shortAndLong, parsing: .unconditional, help: "End of the part.") var end: MediaTime?

    @Option(name: .shortAndLong, help: "Length of the part.") var duration: MediaTime?

    @Option(
        name: [.customShort("Z"), .customLong("preset")],
        help:
            "A preset: a name ('clipfit preset list') or a YAML file, or none; flags override it (default: that of config.yaml).",
        completion: Completions.presets)
    var preset: FileArgument?

    @Option(
        help:
            "smart re-encodes only what it must; copy re-encodes nothing, and the start may be off by some seconds; encode re-encodes everything (default: smart)."
    )
    var method: TrimRequest.Method?

    @Flag(help: .more("Keep every sound track, not only the default one.")) var allAudio = false

    @Flag(inversion: .prefixedNo, help: "Keep title, date, GPS and other tags (removed by default).")
    var keepMetadata: Bool?

    @Option(help: .more("If the source is damaged: fail, or keep as much as possible."))
    var onDamage: TrimRequest.OnDamage = .fail

    @Option(
        help:
            .more(
                "How much of the result to decode as a check: the frames around each splice (seams), or all (default: seams)."
            )
    )
    var verify: TrimRequest.Verify?

    @Option(
        help: .more(
            "Codec of re-encoded pictures: auto (the source's where phones play it, else H.264), h264, hevc, av1 or vp9 (default: auto)."
        ))
    var codec: String?

    @Option(help: "x264's CRF for a full re-encode, 0 (best) to 51 (default: 21).") var quality: Double?

    @Option(
        help: .more("x264's preset for a full re-encode, or auto for clipfit's own setting (default: auto)."))
    var speed: String?

    @Option(help: "Maximum size of a file, e.g. 16MB; quality is lowered until it fits.") var maxSize: String?

    @Flag(
        inversion: .prefixedNo,
        help:
            "Soften flashes that can cause seizures. Without it clipfit only warns (and refuses for audiences under 18)."
    )
    var softenFlashes: Bool?

    @Option(
        parsing: .unconditional,
        help: "Also write a JPEG of one frame: auto (the best one), its time, or none.")
    var cover: CoverWord?

    @Option(help: .more("A large title on the cover, within the 3:4 that profile pages show of it."))
    var coverText: String?

    @Option(help: .more("Write the edit next to the output, for editing programs: otio, fcpxml or edl."))
    var timeline: TimelineFormat?

    /// `auto`, `none`, or a time from the output's start.
    enum CoverWord: ExpressibleByArgument {
        case word(String)
        case time(MediaTime)

        init?(argument: String) {
            if ["auto", "none"].contains(argument) {
                self = .word(argument)
            } else if let time = MediaTime(parsing: argument) {
                self = .time(time)
            } else {
                return nil
            }
        }

        var value: PresetValue {
            switch self {
            case .word(let word): .text(word)
            case .time(let time): .time(time)
            }
        }
    }

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
        if let maxSize, ByteCount.bytes(maxSize) == nil {
            throw ValidationError("--max-size is a number of bytes, e.g. 16MB or 16000000")
        }
        for length in lengths + [duration].compactMap({ $0 }) where length <= .zero {
            throw ValidationError("a length must be more than 0 seconds")
        }
    }

    private var lengths: [MediaTime] { typedLengths.flatMap(\.lengths) }

    /// A part is named, not chosen.
    var isPart: Bool { start != nil || end != nil || duration != nil }

    /// The typed options, as settings that override a preset. `--end` and `--duration` set a length too.
    var settings: [PresetSetting] {
        let seconds = (lengths.isEmpty ? [duration].compactMap { $0 } : lengths).map(PresetValue.time)
        let flag = !lengths.isEmpty ? "--length" : duration != nil ? "--duration" : "--end"
        let isTyped = !lengths.isEmpty || duration != nil || end != nil
        return [
            isTyped ? PresetSetting(.lengths, .list(seconds), .flag(flag)) : nil,
            method.map { PresetSetting(.method, .text($0.rawValue), .flag("--method")) },
            cover.map { PresetSetting(.cover, $0.value, .flag("--cover")) },
            coverText.map { PresetSetting(.coverText, .text($0), .flag("--cover-text")) },
            timeline.map { PresetSetting(.timeline, .text($0.rawValue), .flag("--timeline")) },
            verify.map { PresetSetting(.verify, .text($0.rawValue), .flag("--verify")) },
            codec.map { PresetSetting(.codec, .text($0), .flag("--codec")) },
            quality.map { PresetSetting(.quality, .number($0), .flag("--quality")) },
            speed.map { PresetSetting(.speed, .text($0), .flag("--speed")) },
            maxSize.flatMap(ByteCount.bytes).map {
                PresetSetting(.maximumSize, .number(Double($0)), .flag("--max-size"))
            },
            softenFlashes.map {
                PresetSetting(
                    .softenFlashes, .flag($0), .flag($0 ? "--soften-flashes" : "--no-soften-flashes"))
            },
            keepMetadata.map {
                PresetSetting(.keepMetadata, .flag($0), .flag($0 ? "--keep-metadata" : "--no-keep-metadata"))
            },
        ].compactMap { $0 }
    }

    /// Runs `body`; converts its planning errors to usage errors.
    static func asUsage<Value>(_ body: () throws(PlanningError) -> Value) throws -> Value {
        do throws(PlanningError) { return try body() } catch {
            throw UsageError(error.message, hint: error.hint)
        }
    }

    /// `--start` alone means the rest of the clip, unless lengths are given.
    ///
    /// - Parameter given: the lengths that flags and preset ask for.
    func parts(_ given: [MediaTime]?, _ window: WindowOptions) -> [TrimRequest.Part] {
        if duration != nil || end != nil || (start != nil && given == nil) {
            return [.span(start: start, end: end, duration: duration)]
        }
        let lengths = given ?? [MediaTime(ticks: 15, timescale: 1)]
        guard let start else { return lengths.flatMap(window.parts) }
        return lengths.map { .span(start: start, end: nil, duration: $0) }
    }
}

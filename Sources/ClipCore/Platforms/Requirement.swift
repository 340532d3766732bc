/// A requirement for a file or a post, from a platform or for every delivery. ``answer(for:)`` checks it.
public enum Requirement: Hashable, Codable, Sendable {
    /// Containers by ``MediaInfo/container``.
    case containers([String])
    /// The index of an MP4 or QuickTime file precedes the media.
    case indexFirst
    /// No track of an MP4 or QuickTime file has an edit list.
    case noEditList
    /// Only video and audio streams.
    case noOtherStreams
    case minimumLength(MediaTime)
    case maximumLength(MediaTime)
    case maximumBytes(Int64)
    /// Bit rate of the whole file: containers do not store the video's alone.
    case maximumBitsPerSecond(Int)
    /// Video codecs by FFmpeg's names.
    case videoCodecs([String])
    /// Video profiles by FFmpeg's names.
    case videoProfiles([String])
    /// Chroma subsampling: `4:2:0`.
    case subsampling(String)
    /// The most bits per sample.
    case maximumDepth(Int)
    case progressive
    /// The player neither rotates nor mirrors the picture.
    case upright
    /// Primaries, transfer and matrix, all of this name.
    case colours(String)
    /// The shorter side of the coded picture, in pixels, upright.
    case minimumSide(Int)
    /// The longer side, in pixels.
    case maximumSide(Int)
    /// Width of the upright picture, in pixels.
    case maximumWidth(Int)
    /// Display aspect ratio: the narrowest and the widest. Ratios within 1 % count as equal.
    case shape(Shape)
    /// Average frames per second.
    case minimumFrameRate(Double)
    case maximumFrameRate(Double)
    case constantFrameRate
    /// Every GOP can be decoded on its own.
    case closedGroups
    /// The longest time between keyframes.
    case longestGroup(MediaTime)
    /// Audio codecs by FFmpeg's names.
    case audioCodecs([String])
    /// Audio profiles by FFmpeg's names.
    case audioProfiles([String])
    case maximumSampleRate(Int)
    case sampleRate(Int)
    case maximumChannels(Int)
    case channels(Int)
    /// Integrated loudness in LUFS, within 1 LU.
    case loudness(Double)
    /// The highest true peak in dBTP.
    case truePeak(Double)
    /// Length of the caption in UTF-16 units.
    case captionLength(Int)
    /// The most hashtags in a caption.
    case hashtags(Int)

    /// A range of aspect ratios.
    public struct Shape: Hashable, Codable, Sendable {
        /// The narrowest ratio.
        public var narrowest: Ratio
        /// The widest ratio.
        public var widest: Ratio

        /// Creates a range; with equal ends for a single ratio.
        public init(narrowest: Ratio, widest: Ratio) {
            (self.narrowest, self.widest) = (narrowest, widest)
        }
    }

    /// An aspect ratio such as `9:16` or `0.01:1`.
    public struct Ratio: Hashable, Codable, Sendable {
        /// The written form.
        public let text: String
        /// Width divided by height; positive.
        public let value: Double

        /// Parses a ratio of two positive numbers; nil if invalid.
        public init?(_ text: String) {
            let sides = text.split(separator: ":", omittingEmptySubsequences: false).compactMap {
                Double($0)
            }
            guard sides.count == 2, sides.allSatisfy({ $0 > 0 && $0 < 1e6 }) else { return nil }
            (self.text, value) = (text, sides[0] / sides[1])
        }
    }

    /// Its key in `platforms.yaml` and in JSON.
    public var key: String { words.key }
    /// Its subject, e.g. `frame rate`.
    public var name: String { words.name }
    /// Its limit, e.g. `at most 60`.
    public var asked: String { words.asked }

    /// It applies to the post's text, not to its file.
    public var isAboutCaption: Bool {
        switch self {
        case .captionLength, .hashtags: true
        default: false
        }
    }

    private var words: (key: String, name: String, asked: String) {
        switch self {
        case .containers(let names): ("containers", "container", Self.list(names))
        case .indexFirst: ("indexFirst", "index", "before the media")
        case .noEditList: ("noEditList", "edit list", "none")
        case .noOtherStreams: ("noOtherStreams", "other streams", "none")
        case .minimumLength(let least): ("minimumLength", "length", "at least \(least.text) s")
        case .maximumLength(let most): ("maximumLength", "length", "at most \(most.text) s")
        case .maximumBytes(let most): ("maximumBytes", "size", "at most \(most) bytes")
        case .maximumBitsPerSecond(let most):
            ("maximumBitsPerSecond", "bit rate", "at most \(most / 1000) kbit/s")
        case .videoCodecs(let names): ("videoCodecs", "picture's codec", Self.list(names))
        case .videoProfiles(let names): ("videoProfiles", "picture's profile", Self.list(names))
        case .subsampling(let name): ("subsampling", "colour samples", name)
        case .maximumDepth(let most): ("maximumDepth", "bits a sample", "at most \(most)")
        case .progressive: ("progressive", "fields", "progressive")
        case .upright: ("upright", "rotation", "none")
        case .colours(let name): ("colours", "colours", "tagged as \(name)")
        case .minimumSide(let least): ("minimumSide", "frame size", "sides of at least \(least)")
        case .maximumSide(let most): ("maximumSide", "frame size", "sides of at most \(most)")
        case .maximumWidth(let most): ("maximumWidth", "frame size", "at most \(most) wide")
        case .shape(let shape):
            (
                "shape", "shape",
                shape.narrowest == shape.widest
                    ? shape.widest.text : "\(shape.narrowest.text) to \(shape.widest.text)"
            )
        case .minimumFrameRate(let least):
            ("minimumFrameRate", "frame rate", "at least \(Self.number(least))")
        case .maximumFrameRate(let most): ("maximumFrameRate", "frame rate", "at most \(Self.number(most))")
        case .constantFrameRate: ("constantFrameRate", "steps of frames", "all the same")
        case .closedGroups: ("closedGroups", "groups of pictures", "closed")
        case .longestGroup(let most): ("longestGroup", "groups of pictures", "at most \(most.text) s")
        case .audioCodecs(let names): ("audioCodecs", "sound's codec", Self.list(names))
        case .audioProfiles(let names): ("audioProfiles", "sound's profile", Self.list(names))
        case .maximumSampleRate(let most): ("maximumSampleRate", "sample rate", "at most \(most) Hz")
        case .sampleRate(let rate): ("sampleRate", "sample rate", "\(rate) Hz")
        case .maximumChannels(let most): ("maximumChannels", "channels", "at most \(most)")
        case .channels(let count): ("channels", "channels", "\(count)")
        case .loudness(let level): ("loudness", "loudness", "\(Self.number(level)) LUFS")
        case .truePeak(let most): ("truePeak", "true peak", "at most \(Self.number(most)) dBTP")
        case .captionLength(let most): ("captionLength", "caption", "at most \(most) UTF-16 units")
        case .hashtags(let most): ("hashtags", "hashtags", "at most \(most)")
        }
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }

    /// Formats a number with at most two decimals.
    static func number(_ value: Double) -> String {
        guard abs(value) < 1e12 else { return "\(value)" }
        return MediaTime(ticks: Int64((value * 100).rounded()), timescale: 100).text
    }
}

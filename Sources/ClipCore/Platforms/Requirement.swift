/// Something that a platform asks of a file or of a post, or that every delivered file keeps to. ``answer(for:)`` tells
/// whether one does.
public enum Requirement: Hashable, Codable, Sendable {
    /// Containers by ``MediaInfo/container``.
    case containers([String])
    /// The index of MP4 and QuickTime comes before the media.
    case indexFirst
    /// No track of MP4 and QuickTime has an edit list.
    case noEditList
    /// Nothing but a picture and sound.
    case noOtherStreams
    case minimumLength(MediaTime)
    case maximumLength(MediaTime)
    case maximumBytes(Int64)
    /// Of the whole file: containers do not tell it of the picture alone.
    case maximumBitsPerSecond(Int)
    /// Codecs of the picture in FFmpeg's names.
    case videoCodecs([String])
    /// Profiles of the picture's codec in FFmpeg's names.
    case videoProfiles([String])
    /// `4:2:0`.
    case subsampling(String)
    /// The most bits a sample.
    case maximumDepth(Int)
    case progressive
    /// Neither turned nor mirrored by the player.
    case upright
    /// Primaries, transfer and matrix, all of one name.
    case colours(String)
    /// Pixels of the shorter side as coded, upright.
    case minimumSide(Int)
    /// Pixels of the longer side.
    case maximumSide(Int)
    /// Columns of the picture, upright.
    case maximumWidth(Int)
    /// Width to height as shown: the narrowest and the widest. Shapes that differ by less than one part in a hundred are
    /// taken for the same.
    case shape(Shape)
    /// Frames a second on the average.
    case minimumFrameRate(Double)
    case maximumFrameRate(Double)
    case constantFrameRate
    /// Every group of pictures can be decoded by itself.
    case closedGroups
    /// The longest time from one keyframe to the next.
    case longestGroup(MediaTime)
    /// Codecs of the sound in FFmpeg's names.
    case audioCodecs([String])
    /// Profiles of the sound's codec in FFmpeg's names.
    case audioProfiles([String])
    case maximumSampleRate(Int)
    case sampleRate(Int)
    case maximumChannels(Int)
    case channels(Int)
    /// LUFS, to one LU.
    case loudness(Double)
    /// The highest true peak in dBTP.
    case truePeak(Double)
    /// UTF-16 units.
    case captionLength(Int)
    /// The most hashtags of a caption.
    case hashtags(Int)

    /// Width to height of a picture, between two ratios.
    public struct Shape: Hashable, Codable, Sendable {
        /// Width and height of the narrowest picture.
        public var narrowest: Ratio
        /// Width and height of the widest picture.
        public var widest: Ratio

        /// Shapes between two; equal ones for a single shape.
        public init(narrowest: Ratio, widest: Ratio) {
            (self.narrowest, self.widest) = (narrowest, widest)
        }
    }

    /// `9:16`, `0.01:1`.
    public struct Ratio: Hashable, Codable, Sendable {
        /// As it is written.
        public let text: String
        /// Width divided by height; positive.
        public let value: Double

        /// Nil for what is no ratio of two positive numbers.
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
    /// What it is about, e.g. `frame rate`.
    public var name: String { words.name }
    /// What is asked for, e.g. `at most 60`.
    public var asked: String { words.asked }

    /// What of a post, not of its file, it is about.
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
        case .maximumFrameRate(let most):
            ("maximumFrameRate", "frame rate", "at most \(Self.number(most))")
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

    /// At most two decimals.
    static func number(_ value: Double) -> String {
        guard abs(value) < 1e12 else { return "\(value)" }
        return MediaTime(ticks: Int64((value * 100).rounded()), timescale: 100).text
    }
}

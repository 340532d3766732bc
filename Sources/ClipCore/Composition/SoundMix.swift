internal import SystemPackage

/// Mix of an output's single sound track: the clip's own sound, music, loudness. The result is 48 kHz stereo.
/// A plan without one copies or trims the source's tracks unchanged.
public struct SoundMix: Hashable, Codable, Sendable {
    /// How music combines with the clip's own sound.
    public enum Mode: String, Hashable, Codable, Sendable, CaseIterable {
        /// Speech leads where somebody speaks, else the music.
        case auto
        /// Music gives way while somebody speaks.
        case duck
        /// Music lies quietly under the clip's own sound, always as loud.
        case under
        /// Music instead of the clip's own sound.
        case replace
    }

    /// A music track.
    public struct Music: Hashable, Codable, Sendable {
        /// Its file.
        public var file: PlannedPath
        /// Where in the track the output starts, in seconds from the track's start.
        public var from: MediaTime
        /// Its identity if it is built in; nil for a file of the user's.
        public var builtIn: BuiltIn?

        /// A built-in track; plans name it by its id and hash, not by its path.
        public struct BuiltIn: Hashable, Codable, Sendable {
            /// Its id.
            public var id: String
            /// SHA-256 of its file, 64 hexadecimal digits.
            public var content: String

            /// Creates the identity of a built-in track.
            public init(id: String, content: String) { (self.id, self.content) = (id, content) }
        }

        /// Creates a track that starts at `from`.
        public init(file: PlannedPath, from: MediaTime = .zero) { (self.file, self.from) = (file, from) }

        /// Writes only the file name of a built-in track: its location differs between computers.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            let name = PlannedPath(FilePath(bytes: file.path.nameBytes))
            try container.encode(builtIn == nil ? file : name, forKey: .file)
            try container.encode(from, forKey: .from)
            try container.encodeIfPresent(builtIn, forKey: .builtIn)
        }
    }

    /// Index of the clip's own sound track in the source; nil if it has none or is muted.
    public var stream: Int?
    /// The music; nil for none. Without both there is silence.
    public var music: Music?
    /// How both combine.
    public var mode: Mode
    /// What is added to the music's level, in dB; nil for nothing.
    public var musicVolume: Double?
    /// How long the sound rises from silence at the start; 0 for at once.
    public var fadeIn: MediaTime
    /// Length of the fade-out; 0 for none.
    public var fadeOut: MediaTime
    /// Target loudness (integrated) of the decoded output in LUFS (EBU R 128); nil leaves it unchanged.
    public var loudness: Double?
    /// The highest true peak of the decoded output, in dBTP.
    public var truePeak: Double
    /// The output codec: `aac` or `opus`.
    public var codec: String
    /// Output bit rate in bits per second.
    public var bitsPerSecond: Int

    /// Creates a mix of the clip's own track alone, at its own loudness.
    public init(stream: Int?, codec: String = "aac") {
        (self.stream, self.codec) = (stream, codec)
        (mode, fadeIn, fadeOut) = (.auto, .zero, .zero)
        (truePeak, bitsPerSecond) = (-1, 192_000)
    }
}

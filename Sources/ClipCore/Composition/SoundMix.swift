internal import SystemPackage

/// How the one sound track of an output is mixed: the clip's own sound, music, loudness. The result is 48 kHz stereo.
/// A plan that has none cuts the source's tracks as they are.
public struct SoundMix: Hashable, Codable, Sendable {
    /// How music and the clip's own sound go together.
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

    /// A piece of music.
    public struct Music: Hashable, Codable, Sendable {
        /// Its file.
        public var file: PlannedPath
        /// Where in the piece the output begins, in seconds from its start.
        public var from: MediaTime
        /// What it is where it is part of the program; nil for a file of the user's.
        public var builtIn: BuiltIn?

        /// A piece that is part of the program. Wherever its file lies, a plan names it by this.
        public struct BuiltIn: Hashable, Codable, Sendable {
            /// Its id.
            public var id: String
            /// SHA-256 of its file, 64 hexadecimal digits.
            public var content: String

            /// A piece of that id and content.
            public init(id: String, content: String) { (self.id, self.content) = (id, content) }
        }

        /// A piece that begins at `from`.
        public init(file: PlannedPath, from: MediaTime = .zero) {
            self.file = file
            self.from = from
        }

        /// The file's name stands for one that is part of the program: where that lies is the user's affair.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            let name = PlannedPath(FilePath(bytes: file.path.nameBytes))
            try container.encode(builtIn == nil ? file : name, forKey: .file)
            try container.encode(from, forKey: .from)
            try container.encodeIfPresent(builtIn, forKey: .builtIn)
        }
    }

    /// The clip's own sound track by its index in the source; nil where it has none or is muted.
    public var stream: Int?
    /// The music; nil for none. With neither there is silence.
    public var music: Music?
    /// How both go together.
    public var mode: Mode
    /// What is added to the music's level, in dB; nil for nothing.
    public var musicVolume: Double?
    /// How long the sound rises from silence at the start; 0 for at once.
    public var fadeIn: MediaTime
    /// How long it falls to silence at the end; 0 for at once.
    public var fadeOut: MediaTime
    /// Integrated loudness of the delivered, decoded sound in LUFS (EBU R 128); nil leaves it as it is.
    public var loudness: Double?
    /// The highest true peak of the delivered, decoded sound in dBTP.
    public var truePeak: Double
    /// The codec of the result: `aac` or `opus`.
    public var codec: String
    /// Bits a second of the result.
    public var bitsPerSecond: Int

    /// A mix of the clip's own track alone, as loud as it is.
    public init(stream: Int?, codec: String = "aac") {
        self.stream = stream
        self.codec = codec
        (mode, fadeIn, fadeOut) = (.auto, .zero, .zero)
        (truePeak, bitsPerSecond) = (-1, 192_000)
    }
}

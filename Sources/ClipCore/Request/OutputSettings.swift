/// Output settings other than the time range: shape, colours, sound, platforms. An unset field keeps the source's.
public struct OutputSettings: Hashable, Codable, Sendable {
    /// Settings of the sound.
    public struct Sound: Hashable, Codable, Sendable {
        /// The music; nil for none.
        public var music: SoundMix.Music?
        /// How music and the clip's own sound go together.
        public var mode = SoundMix.Mode.auto
        /// What is added to the music's level, in dB; nil for nothing.
        public var musicVolume: Double?
        /// LUFS of the result; nil for the platforms' or, without any, as loud as it is.
        public var loudness: Double?
        /// dBTP of the result; nil for the platforms' or -1.
        public var truePeak: Double?
        /// How long it rises from silence.
        public var fadeIn = MediaTime.zero
        /// How long it falls to silence.
        public var fadeOut = MediaTime.zero
        /// The clip's own sound is left out.
        public var isMuted = false

        /// Nothing is asked.
        public init() {}
    }

    /// A picture that lies on the output.
    public struct Logo: Hashable, Codable, Sendable {
        /// Its file, a PNG.
        public var file: PlannedPath
        /// Its own size in pixels, whose shape it keeps.
        public var size: Picture.Size
        /// Where it lies.
        public var corner = Picture.Corner.topRight
        /// Its width in % of the output's; less where that would not be clear of what platforms cover.
        public var percent = 12.0
        /// 0 (invisible) to 1.
        public var opacity = 1.0

        /// A logo in the upper right corner, opaque.
        public init(file: PlannedPath, size: Picture.Size) { (self.file, self.size) = (file, size) }
    }

    /// The platforms that one file has to satisfy.
    public var platforms: [Platform] = []
    /// The output's size; nil for the platforms' (1080x1920), the aspect's or the source's.
    public var size: Picture.Size?
    /// Frames a second; nil for the source's where that is allowed.
    public var frameRate: Fraction?
    /// How the source gets into another shape; nil for a crop that follows the action.
    public var reframe: Picture.Reframe?
    /// Where that crop lies, where somebody says so; nil for where the action is.
    public var cropPath: CropPath?
    /// The look; nil for none.
    public var look: Look?
    /// A `.cube` file that comes after it; nil for none.
    public var lut: PlannedPath?
    /// What lies on the picture; nil for nothing.
    public var logo: Logo?
    /// Texts that are written on the picture.
    public var texts: [Text] = []
    /// What is said in the clip; nil where nobody tells.
    public var captions: Captions?
    /// What the law or a platform asks to be written on the picture; nil for nothing.
    public var disclosure: Text?
    /// What is asked of the sound.
    public var sound = Sound()
    /// The most bytes of the file, besides what the platforms say; nil for no other limit.
    public var maximumBytes: Int64?
    /// Flashes that can bring on seizures are softened.
    public var softensFlashes = false
    /// It is for people under 18.
    public var isForMinors = false

    /// Nothing is asked.
    public init() {}

    /// Pixels have to be made anew, whatever the source is.
    public var changesPicture: Bool {
        !platforms.isEmpty || size != nil || frameRate != nil || look != nil || lut != nil
            || logo != nil || softensFlashes || writes
    }

    /// A shape is asked for, which may be another than the source's.
    public var hasShape: Bool { size != nil || !platforms.isEmpty }

    /// The sound has to be made anew.
    public var changesSound: Bool { !platforms.isEmpty || sound != Sound() }
}

extension OutputSettings {
    /// The word for output names: `tiktok+reels`, or "" without platforms.
    public var platformWord: String { delivery?.name ?? "" }

    /// What the finished file is checked against; nil without platforms.
    var delivery: Delivery? {
        guard !platforms.isEmpty else { return nil }
        var delivery = Delivery(platforms: platforms.map(\.id))
        delivery.maximumLength = platforms.compactMap { $0.maximumLength?.value }.min()
        delivery.maximumBytes = platforms.compactMap { $0.maximumBytes?.value }.min()
        delivery.maximumBitsPerSecond = platforms.compactMap { $0.maximumBitsPerSecond?.value }.min()
        return delivery
    }

    /// The part of `range` that the platforms take, and what has to be said of it.
    public func capped(_ range: TimeRange) throws(PlanningError) -> (TimeRange, [String]) {
        guard let most = delivery?.maximumLength, range.duration > most else { return (range, []) }
        let end = range.start + most
        return (
            TimeRange(start: range.start, end: end),
            ["shortened to \(most.text) s: \(delivery?.name ?? "") takes no more"]
        )
    }

    /// Throws where a platform asks for a longer clip.
    func check(_ length: MediaTime) throws(PlanningError) {
        for platform in platforms {
            guard let least = platform.minimumLength?.value, length < least else { continue }
            throw PlanningError(
                .unsatisfiable,
                "\(platform.name) takes clips from \(least.text) s on, this is \(length.text) s long",
                hint: "name a longer part, or leave \(platform.id) out of --for")
        }
    }

    /// The mix for a window of a clip; nil where the sound stays as it is.
    func mix(_ info: MediaInfo, _ window: TimeRange, _ container: Container) throws(PlanningError)
        -> SoundMix?
    {
        guard changesSound else { return nil }
        let own = info.mainAudio.flatMap { track in
            track.span.map { $0.start < window.end && $0.end > window.start } == true ? track : nil
        }
        var mix = SoundMix(stream: sound.isMuted ? nil : own?.stream, codec: container.audioCodec)
        (mix.music, mix.mode, mix.musicVolume) = (sound.music, sound.mode, sound.musicVolume)
        (mix.fadeIn, mix.fadeOut) = (sound.fadeIn, sound.fadeOut)
        mix.loudness = sound.loudness ?? platforms.compactMap { $0.loudness?.value }.min()
        mix.truePeak = sound.truePeak ?? platforms.compactMap { $0.truePeak?.value }.min() ?? -1
        return mix
    }

    var soundReason: String {
        let music = sound.music == nil ? "" : " with music"
        return "sound is mixed\(music): 48 kHz, stereo"
    }
}

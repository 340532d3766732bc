/// Output settings other than the time range: shape, colours, sound, platforms. An unset field keeps the source's.
public struct OutputSettings: Hashable, Codable, Sendable {
    /// Sound settings.
    public struct Sound: Hashable, Codable, Sendable {
        /// The music; nil for none.
        public var music: SoundMix.Music?
        /// How music and the clip's own sound go together.
        public var mode = SoundMix.Mode.auto
        /// What is added to the music's level, in dB; nil for nothing.
        public var musicVolume: Double?
        /// LUFS of the result; nil for the platforms' or, without any, as loud as it is.
        public var loudness: Double?
        /// Highest true peak in dBTP; nil for the platforms' or -1.
        public var truePeak: Double?
        /// Length of the fade-in.
        public var fadeIn = MediaTime.zero
        /// Length of the fade-out.
        public var fadeOut = MediaTime.zero
        /// Removes the clip's own sound.
        public var isMuted = false

        /// Creates unchanged sound.
        public init() {}
    }

    /// A logo on the picture.
    public struct Logo: Hashable, Codable, Sendable {
        /// Its file: PNG, JPEG or WebP.
        public var file: PlannedPath
        /// Its own size in pixels; the aspect ratio is kept.
        public var size: Picture.Size
        /// Its corner.
        public var corner = Picture.Corner.topRight
        /// Its width in % of the output's; reduced if the safe zone is too small.
        public var percent = 18.0
        /// 0 (invisible) to 1.
        public var opacity = 1.0

        /// Creates an opaque logo in the top right corner.
        public init(file: PlannedPath, size: Picture.Size) { (self.file, self.size) = (file, size) }
    }

    /// The platforms whose rules one file must meet.
    public var platforms: [Platform] = []
    /// The output's size; nil for the platforms' (1080x1920), the aspect's or the source's.
    public var size: Picture.Size?
    /// Frames per second; nil for the source's, if allowed.
    public var frameRate: Fraction?
    /// What becomes of the fields of an interlaced source.
    public var deinterlacing = Picture.Deinterlacing.auto
    /// How the source fits another aspect ratio; nil for a crop that follows the action.
    public var reframe: Picture.Reframe?
    /// The user's crop path; nil to follow the action.
    public var cropPath: CropPath?
    /// The look; nil for none.
    public var look: Look?
    /// A `.cube` 3D LUT applied after the look; nil for none.
    public var lut: PlannedPath?
    /// The logo; nil for none.
    public var logo: Logo?
    /// Overlay texts.
    public var texts: [Text] = []
    /// The title on the cover; nil for none.
    public var coverText: Text?
    /// Captions; nil for none.
    public var captions: Captions?
    /// The overlay text that discloses a paid post; nil for none.
    public var disclosure: Text?
    /// Sound settings.
    public var sound = Sound()
    /// The maximum file size in bytes, in addition to the platforms' limits; nil for none.
    public var maximumBytes: Int64?
    /// Softens flashes that can cause seizures.
    public var softensFlashes = false
    /// The audience includes people under 18.
    public var isForMinors = false

    /// Creates unchanged output settings.
    public init() {}

    /// The picture must be re-encoded, whatever the source.
    public var changesPicture: Bool {
        !platforms.isEmpty || size != nil || frameRate != nil || look != nil || lut != nil
            || logo != nil || softensFlashes || writes
    }

    /// The picture of that source must be re-encoded.
    func changesPicture(of video: MediaInfo.Video) -> Bool {
        changesPicture || deinterlacing != .auto && video.isInterlaced
    }

    /// An aspect ratio is requested, which may differ from the source's.
    public var hasShape: Bool { size != nil || !platforms.isEmpty }

    /// The sound must be re-encoded.
    public var changesSound: Bool { !platforms.isEmpty || sound != Sound() }
}

extension OutputSettings {
    /// The word for output names: `tiktok+reels`, or "" without platforms.
    public var platformWord: String { delivery?.name ?? "" }

    /// The platforms' limits for the finished file; nil without platforms.
    var delivery: Delivery? {
        guard !platforms.isEmpty else { return nil }
        var delivery = Delivery(platforms: platforms.map(\.id))
        delivery.maximumLength = platforms.compactMap { $0.maximumLength?.value }.min()
        delivery.maximumBytes = platforms.compactMap { $0.maximumBytes?.value }.min()
        delivery.maximumBitsPerSecond = platforms.compactMap { $0.maximumBitsPerSecond?.value }.min()
        return delivery
    }

    /// Shortens a range to the platforms' maximum length, with a note.
    public func capped(_ range: TimeRange) throws(PlanningError) -> (TimeRange, [String]) {
        guard let most = delivery?.maximumLength, range.duration > most else { return (range, []) }
        let end = range.start + most
        return (
            TimeRange(start: range.start, end: end),
            ["shortened to \(most.text) s: \(delivery?.name ?? "") takes no more"]
        )
    }

    /// Throws if a platform requires a longer clip.
    func check(_ length: MediaTime) throws(PlanningError) {
        for platform in platforms {
            guard let least = platform.minimumLength?.value, length < least else { continue }
            throw PlanningError(
                .unsatisfiable,
                "\(platform.name) takes clips from \(least.text) s on, this is \(length.text) s long",
                hint: "name a longer part, or leave \(platform.id) out of --for")
        }
    }

    /// The sound mix for a window of a clip; nil if the sound is unchanged.
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

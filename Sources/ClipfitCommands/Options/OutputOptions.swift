public import ArgumentParser
public import ClipCore
internal import ClipEditing

extension SoundMix.Mode: ExpressibleByArgument {}
extension Picture.Aspect: ExpressibleByArgument {
    /// Parses `9:16`, and other spellings such as `9x16` and `vertical`.
    public init?(argument: String) { self.init(rawValue: PresetField.aspect.canonical(argument)) }
}
extension Picture.Corner: ExpressibleByArgument {}
extension Picture.Deinterlacing: ExpressibleByArgument {}

/// Platforms separated by commas, as ids without duplicates.
struct PlatformList: ExpressibleByArgument {
    let ids: [String]

    init?(argument: String) {
        guard let list = WordList(argument: argument) else { return nil }
        ids = list.words.map(Platform.id(of:)).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    var setting: PresetSetting { PresetSetting(.platforms, .list(ids.map(PresetValue.text)), .flag("--for")) }
}

/// Shape, colours, sound and platforms of an output, as typed.
struct OutputOptions: ParsableArguments {
    /// How the picture is brought to another shape; `auto` leaves the choice to clipfit.
    enum Reframe: String, CaseIterable, ExpressibleByArgument {
        case auto, cover, contain, stretch
        case containBlur = "contain-blur"
    }

    @Option(
        name: .customLong("for"), help: "Platforms that the file is for, e.g. tiktok,reels,shorts.",
        completion: Completions.platforms)
    var platforms: PlatformList?

    @Flag(help: "Write one file for each platform, each in a folder of the platform's name.") var each = false

    @Option(help: "Shape of the picture: 9:16 (vertical), 1:1 (square), 4:5, 16:9 (landscape) or source.")
    var aspect: Picture.Aspect?

    @Option(help: "Size of the picture in pixels, e.g. 1080x1920.") var size: String?

    @Option(help: .more("Frames per second, e.g. 29.97, or source.")) var fps: String?

    @Option(
        help: .more(
            "Interlaced video: auto (one picture per frame), fields (one per field, twice the rate) or off (default: auto)."
        ))
    var deinterlace: Picture.Deinterlacing?

    @Option(
        help:
            "How to fit another shape: auto, cover (crop), contain (bars), contain-blur or stretch (default: auto)."
    )
    var reframe: Reframe?

    @Option(help: "A look, e.g. warm-cafe; auto (the suggested one) or none.", completion: Completions.looks)
    var look: String?

    @Option(help: "A LUT (.cube), applied after the look; or none.") var lut: FileArgument?

    @Option(help: "A logo (PNG, JPEG or WebP), clear of the platforms' own buttons; none for none.")
    var logo: FileArgument?

    @Option(help: .more("Its corner: top-left, top-right, bottom-left or bottom-right (default: top-right)."))
    var logoCorner: Picture.Corner?

    @Option(help: .more("Its width in % of the picture's, 1 to 50 (default: 18).")) var logoSize: Double?

    @Option(help: .more("0 (invisible) to 1 (default: 1).")) var logoOpacity: Double?

    @Option(
        help: "Music: a file, the id of a track of the library, auto (the suggested one) or none.",
        completion: Completions.music)
    var music: FileArgument?

    @Option(help: .more("Where the music starts, in seconds.")) var musicFrom: MediaTime?

    @Option(
        help:
            "How to mix music and the clip's sound: auto (speech leads where somebody speaks, else the music), duck, under or replace (default: auto)."
    )
    var mix: SoundMix.Mode?

    @Option(parsing: .unconditional, help: .more("Decibels added to the music's level, e.g. -3."))
    var musicVolume: Double?

    @Option(parsing: .unconditional, help: "Loudness of the result in LUFS, e.g. -14.") var loudness: Double?

    @Option(parsing: .unconditional, help: .more("Maximum true peak in dBTP, e.g. -1.")) var truePeak: Double?

    @Option(help: .more("Length of the fade-in.")) var fadeIn: MediaTime?

    @Option(help: .more("Length of the fade-out.")) var fadeOut: MediaTime?

    @Flag(inversion: .prefixedNo, help: "Remove the clip's own sound.") var mute: Bool?

    func validate() throws {
        if size != nil && aspect != nil { throw ValidationError("--size and --aspect both tell the shape") }
        if let size, Picture.Size(parsing: size) == nil {
            throw ValidationError("--size is written 1080x1920: even numbers from 16 to 4096")
        }
        if let fps, fps != "source", Fraction(frameRate: fps) == nil {
            throw ValidationError(
                "--fps is a number from 1 to 120, e.g. 30, 29.97 or 30000/1001, or 'source'")
        }
        if [musicFrom, fadeIn, fadeOut].contains(where: { $0.map { $0 < .zero } ?? false }) {
            throw ValidationError("--music-from, --fade-in and --fade-out are not negative")
        }
    }

    /// The typed options, as settings that override a preset.
    var settings: [PresetSetting] {
        [
            platforms?.setting, each ? setting(.each, .flag(true), "--each") : nil,
            aspect.map { setting(.aspect, .text($0.rawValue), "--aspect") },
            size.map { setting(.size, .text($0), "--size") },
            fps.map { setting(.fps, Int($0).map { .number(Double($0)) } ?? .text($0), "--fps") },
            deinterlace.map { setting(.deinterlace, .text($0.rawValue), "--deinterlace") },
            reframe.map { setting(.reframe, .text($0.rawValue), "--reframe") },
            look.map { setting(.look, .text($0), "--look") },
            lut.map { setting(.lut, Self.file($0), "--lut") },
            logo.map { setting(.logoFile, Self.file($0), "--logo") },
            logoCorner.map { setting(.logoCorner, .text($0.rawValue), "--logo-corner") },
            logoSize.map { setting(.logoSize, .number($0), "--logo-size") },
            logoOpacity.map { setting(.logoOpacity, .number($0), "--logo-opacity") },
            music.map {
                let isAuto = $0.bytes == Array("auto".utf8)
                return setting(.musicFile, isAuto ? .text("auto") : Self.file($0), "--music")
            },
            musicFrom.map { setting(.musicFrom, .time($0), "--music-from") },
            musicVolume.map { setting(.musicVolume, .number($0), "--music-volume") },
            mix.map { setting(.musicMix, .text($0.rawValue), "--mix") },
            loudness.map { setting(.loudness, .number($0), "--loudness") },
            truePeak.map { setting(.truePeak, .number($0), "--true-peak") },
            fadeIn.map { setting(.fadeIn, .time($0), "--fade-in") },
            fadeOut.map { setting(.fadeOut, .time($0), "--fade-out") },
            mute.map { setting(.mute, .flag($0), $0 ? "--mute" : "--no-mute") },
        ].compactMap { $0 }
    }

    private func setting(_ field: PresetField, _ value: PresetValue, _ flag: String) -> PresetSetting {
        PresetSetting(field, value, .flag(flag))
    }

    private static func file(_ typed: FileArgument) -> PresetValue {
        typed.bytes == Array("none".utf8) ? .text("none") : .path(PlannedPath(typed.path))
    }
}

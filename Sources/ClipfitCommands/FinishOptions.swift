public import ArgumentParser
public import ClipCore
internal import ClipSignal
internal import Presets
internal import SystemPackage

extension SoundMix.Mode: ExpressibleByArgument {}

/// Shape, colours, sound and platforms of an output; as typed.
struct FinishOptions: ParsableArguments {
    /// Shapes by their names.
    enum Aspect: String, CaseIterable, ExpressibleByArgument {
        case portrait = "9:16"
        case square = "1:1"
        case feed = "4:5"
        case landscape = "16:9"
        case source

        var size: Picture.Size? {
            switch self {
            case .portrait: Picture.Size(width: 1080, height: 1920)
            case .square: Picture.Size(width: 1080, height: 1080)
            case .feed: Picture.Size(width: 1080, height: 1350)
            case .landscape: Picture.Size(width: 1920, height: 1080)
            case .source: nil
            }
        }
    }

    /// How the source gets into another shape; `auto` leaves the choice.
    enum Reframe: String, CaseIterable, ExpressibleByArgument {
        case auto, cover, contain, stretch
        case containBlur = "contain-blur"

        var meant: Picture.Reframe { Picture.Reframe(rawValue: rawValue) ?? .containBlur }
    }

    @Option(name: .customLong("for"), help: "Platforms that the file is for, e.g. tiktok,reels,shorts.")
    var platforms: String?

    @Option(help: "Shape of the picture: 9:16, 1:1, 4:5, 16:9 or source.")
    var aspect: Aspect?

    @Option(help: "Size of the picture in pixels, e.g. 1080x1920.")
    var size: String?

    @Option(help: "Frames a second, or source.")
    var fps: String?

    @Option(help: "How the picture gets into another shape: auto, cover, contain, contain-blur or stretch.")
    var reframe: Reframe = .auto

    @Option(help: "A look, e.g. warm-cafe; none for none.")
    var look: String?

    @Option(help: "A table of colours (.cube) that comes after the look.")
    var lut: FileArgument?

    @Option(help: "A file with music; none for none.")
    var music: FileArgument?

    @Option(help: "Where in the music to begin.")
    var musicFrom: MediaTime?

    @Option(help: "How music and the clip's sound go together: under, duck or replace.")
    var mix: SoundMix.Mode?

    @Option(parsing: .unconditional, help: "Loudness of the result in LUFS, e.g. -14.")
    var loudness: Double?

    @Option(parsing: .unconditional, help: "Highest true peak of the result in dBTP, e.g. -1.")
    var truePeak: Double?

    @Option(help: "How long the sound rises from silence.")
    var fadeIn: MediaTime?

    @Option(help: "How long the sound falls to silence.")
    var fadeOut: MediaTime?

    @Flag(help: "Leave the clip's own sound out.")
    var mute = false

    func validate() throws {
        _ = try finish()
        if size != nil && aspect != nil { throw ValidationError("--size and --aspect both tell the shape") }
        if music == nil && (musicFrom != nil || mix != nil) {
            throw ValidationError("--music-from and --mix are for --music")
        }
        if let loudness, !(-40 ... -5).contains(loudness) {
            throw ValidationError("--loudness goes from -40 to -5 LUFS")
        }
        if let truePeak, !(-20...0).contains(truePeak) {
            throw ValidationError("--true-peak goes from -20 to 0 dBTP")
        }
        if [musicFrom, fadeIn, fadeOut].contains(where: { $0.map { $0 < .zero } ?? false }) {
            throw ValidationError("--music-from, --fade-in and --fade-out are not negative")
        }
    }

    /// One for each file that is needed: platforms that take a part of `length` go together, the others get a
    /// shorter file of their own.
    func finishes(for length: MediaTime?) throws -> [Finish] {
        let all = try finish()
        guard let length, !all.platforms.isEmpty else { return [all] }
        let caps = all.platforms.map { min(length, $0.maximumLength?.value ?? length) }
        return Set(caps).sorted(by: >).map { cap in
            var one = all
            one.platforms = zip(all.platforms, caps).filter { $0.1 == cap }.map(\.0)
            return one
        }
    }

    private func finish() throws -> Finish {
        var finish = Finish()
        finish.platforms = try chosenPlatforms()
        finish.size = try chosenSize() ?? aspect?.size
        finish.frameRate = try chosenRate()
        finish.reframe = reframe.meant
        finish.look = try chosenLook()
        finish.lut = lut.map { PlannedPath($0.path) }
        if let music, music.bytes != Array("none".utf8) {
            finish.sound.music = SoundMix.Music(file: PlannedPath(music.path), from: musicFrom ?? .zero)
        }
        finish.sound.mode = mix ?? .duck
        (finish.sound.loudness, finish.sound.truePeak) = (loudness, truePeak)
        (finish.sound.fadeIn, finish.sound.fadeOut) = (fadeIn ?? .zero, fadeOut ?? .zero)
        finish.sound.isMuted = mute
        return finish
    }

    private func chosenPlatforms() throws -> [Platform] {
        guard let platforms else { return [] }
        let known = try PlatformFile.read(Presets.platforms, file: "platforms.yaml")
        var seen: Set<String> = []
        return try platforms.split(separator: ",").map(String.init).filter { seen.insert($0).inserted }.map {
            id in
            guard let platform = known.first(where: { $0.id == id }) else {
                throw ValidationError(
                    "unknown platform '\(id)': it is one of \(known.map(\.id).joined(separator: ", "))")
            }
            return platform
        }
    }

    private func chosenSize() throws -> Picture.Size? {
        guard let size else { return nil }
        let sides = size.split(separator: "x").compactMap { Int($0) }
        guard sides.count == 2, sides.allSatisfy({ (16...4096).contains($0) && $0 % 2 == 0 }) else {
            throw ValidationError("--size is written 1080x1920: even numbers from 16 to 4096")
        }
        return Picture.Size(width: sides[0], height: sides[1])
    }

    private func chosenRate() throws -> Fraction? {
        guard let fps, fps != "source" else { return nil }
        let parts = fps.split(separator: "/").compactMap { Int($0) }
        let rate = parts.count == 2 ? Fraction(parts[0], parts[1]) : Int(fps).flatMap { Fraction($0, 1) }
        guard let rate, (1...120).contains(rate.value) else {
            throw ValidationError("--fps is a number from 1 to 120, e.g. 30 or 30000/1001, or 'source'")
        }
        return rate
    }

    private func chosenLook() throws -> Look? {
        guard let look, look != "none" else { return nil }
        let looks: [Look]
        do throws(ConfigurationError) { looks = try LookShelf.all().map(\.look) } catch {
            throw ConfigurationFailure.told(error, asJSON: false)
        }
        guard let chosen = looks.first(where: { $0.name == look }) else {
            throw ValidationError(
                "unknown look '\(look)': it is one of \(looks.map(\.name).joined(separator: ", "))")
        }
        return chosen
    }
}

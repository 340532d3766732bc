internal import ClipCore
internal import ClipLibrary
internal import ClipMedia
internal import LibAV
internal import Sandbox
internal import SystemLibrary
package import SystemPackage

/// What this machine offers to clipfit, and what its lack means.
package struct MachineReport: Encodable, Sendable {
    /// One thing that clipfit can use.
    package struct Item: Encodable, Sendable {
        /// `encoder`, `filter`, `font`, `sandbox`, `folder`, `library`, `journal`, `transcriber`, or `preset`.
        package let kind: String
        package let name: String
        package let isPresent: Bool
        /// What is there, or what its lack means.
        package let about: String

        package init(kind: String, name: String, isPresent: Bool, about: String) {
            (self.kind, self.name, self.isPresent, self.about) = (kind, name, isPresent, about)
        }
    }

    /// FFmpeg's version.
    package let ffmpeg: String
    /// In the order in which a clip meets them.
    package private(set) var items: [Item]

    /// Examines this machine; changes nothing.
    package init() {
        ffmpeg = LibraryVersion.text
        items = Self.encoders + Self.filters + Self.fonts + [Self.sandbox] + Self.folders
        items += [Self.library, Self.transcriber]
    }

    /// Adds something that was examined elsewhere.
    package mutating func add(_ item: Item) { items.append(item) }

    /// Adds what a brand's preset needs: its files, look, fonts and platforms.
    package mutating func add(_ name: FilePath) {
        let shown = name.shown
        do {
            let catalogue = PresetCatalogue()
            let settings = try catalogue.resolved(try catalogue.file(name))
            let maker = OutputSettingsMaker(settings: settings, platforms: try catalogue.platforms)
            _ = try maker.finishes(for: settings.lengths?.first)
            items.append(
                Item(kind: "preset", name: shown, isPresent: true, about: "all that it names is there"))
        } catch {
            items.append(Item(kind: "preset", name: shown, isPresent: false, about: Self.reason(error)))
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let failure as Failure: "\(failure.path.shown): \(failure.message)"
        case let wrong as ConfigurationError: wrong.problems.map(\.text).joined(separator: "; ")
        default: "\(error)"
        }
    }

    private static var encoders: [Item] {
        [
            (VideoCodec.h264, "without it nothing can be re-encoded: install FFmpeg with libx264"),
            (.hevc, "without it HEVC clips become H.264"), (.vp9, "without it VP9 clips become H.264"),
            (.av1, "without it AV1 clips become H.264"),
        ].map { codec, lack in
            Item(
                kind: "encoder", name: codec.rawValue, isPresent: codec.isAvailable,
                about: codec.isAvailable ? "pictures can be re-encoded" : lack)
        }
    }

    private static var filters: [Item] {
        [
            (
                ["scale", "crop", "overlay"], "shapes and logos",
                "without libavfilter pictures keep their shape"
            ),
            (["ass"], "text and captions", "without it no text can be drawn"),
        ].map { names, use, lack in
            let isPresent = names.allSatisfy(FilterGraph.has)
            return Item(
                kind: "filter", name: names.joined(separator: " "), isPresent: isPresent,
                about: isPresent ? use : lack)
        }
    }

    private static var fonts: [Item] {
        let usual = try? FontCatalogue.find(nil)
        let emoji = try? FontCatalogue.find("Noto Color Emoji")
        return [
            Item(
                kind: "font", name: "text", isPresent: usual != nil,
                about: usual?.shown ?? "no font is installed: apt install fonts-dejavu-core"),
            Item(
                kind: "font", name: "emoji", isPresent: emoji != nil,
                about: emoji?.shown ?? "emoji cannot be drawn in colour: apt install fonts-noto-color-emoji"),
            scripts,
        ]
    }

    /// Which writing systems the fonts have letters for, by a letter of each.
    private static var scripts: Item {
        let letters: KeyValuePairs<String, Character> = [
            "Latin": "a", "Greek": "λ", "Cyrillic": "ж", "Arabic": "ع", "Hebrew": "ש", "Devanagari": "अ",
            "Bengali": "অ", "Tamil": "அ", "Thai": "ก", "Lao": "ກ", "Khmer": "ក", "Burmese": "က",
            "Javanese": "ꦏ", "Chinese": "的", "Japanese": "あ", "Korean": "한",
        ]
        let missing = Set(FallbackFonts().missing(letters.map(\.value)))
        let names = { (isMissing: Bool) in
            letters.filter { missing.contains($0.value) == isMissing }.map(\.key).joined(separator: ", ")
        }
        let lack = "no font has letters for \(names(true)): apt install fonts-noto-core fonts-noto-cjk"
        return Item(
            kind: "font", name: "scripts", isPresent: missing.isEmpty,
            about: missing.isEmpty ? names(false) : lack)
    }

    private static var sandbox: Item {
        let obstacle = Confinement.obstacle
        return Item(
            kind: "sandbox", name: "Landlock \(max(0, Confinement.landlockVersion))",
            isPresent: obstacle == nil,
            about: obstacle ?? "what reads clips reaches nothing but them and the outputs")
    }

    private static var folders: [Item] {
        [
            ("settings", UserFolder.path("")), ("data", UserFolder.data("")), ("cache", UserFolder.cache("")),
        ].map { name, path in
            var nearest = path ?? ""
            while !nearest.isEmpty, access(nearest.string, F_OK) != 0 {
                nearest = nearest.removingLastComponent()
            }
            let isWritable = path != nil && access(nearest.isEmpty ? "." : nearest.string, W_OK) == 0
            return Item(
                kind: "folder", name: name, isPresent: isWritable,
                about: (path?.shown ?? "set HOME") + (isWritable ? "" : ": cannot be written"))
        }
    }

    private static var library: Item {
        do throws(Failure) {
            let library = try TrackCatalogue.library(for: .reading)
            let tracks = try TrackCatalogue.all(in: library)
            let missing = tracks.count(where: \.isMissing)
            return Item(
                kind: "library", name: "music", isPresent: missing == 0,
                about: "\(tracks.count) tracks" + (missing > 0 ? ", of \(missing) the file is gone" : ""))
        } catch {
            return Item(
                kind: "library", name: "music", isPresent: false,
                about: "\(error.path.shown): \(error.message)")
        }
    }

    private static var transcriber: Item {
        let command: [String]?
        do { command = try UserSettings.read().transcriber } catch {
            return Item(kind: "transcriber", name: "unknown", isPresent: false, about: reason(error))
        }
        guard let program = command?.first else {
            let lack =
                "--captions transcribe needs one: name it in \(UserSettings.path?.shown ?? "config.yaml")"
            return Item(kind: "transcriber", name: "none", isPresent: false, about: lack)
        }
        let folders = getenv("PATH").map { String(cString: $0).split(separator: ":") } ?? []
        let places = program.contains("/") ? [program] : folders.map { "\($0)/\(program)" }
        let found = places.first { access($0, X_OK) == 0 }
        return Item(
            kind: "transcriber", name: program, isPresent: found != nil,
            about: found ?? "no such program: check the settings file")
    }
}

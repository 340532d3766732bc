public import SystemPackage

/// The path of an output: a file, a folder, or a template with words in braces.
public struct OutputName: Hashable, Sendable {
    /// Values of the template's words.
    public struct Words: Hashable, Sendable {
        /// The source's path; its name without extension is `{stem}`.
        public var source: FilePath
        /// `{length}`: the length of the result; whole seconds, or tenths below one second.
        public var length: MediaTime
        /// `{start}`: start of the window on the source's clock; seconds with at most three decimals.
        public var start: MediaTime
        /// `{n}`: number of the output of its source, from 1.
        public var number: Int
        /// `{platform}`: the target platforms, e.g. `tiktok+reels`; "" without any.
        public var platform: String

        /// Creates the words of one output.
        public init(
            source: FilePath, length: MediaTime, start: MediaTime, number: Int, platform: String = ""
        ) {
            (self.source, self.length, self.start) = (source, length, start)
            (self.number, self.platform) = (number, platform)
        }
    }

    /// `{stem}` ends in the source's extension: another source has the plain name.
    var isApart = false
    /// Each platform's file lies in a folder of its name.
    var hasFolders = false
    /// The value of `{about}` by source; the source's stem where there is none.
    var abouts: [FilePath: String] = [:]
    /// `-o` as typed; nil for the source's folder.
    private let typed: [UInt8]?
    private let isFolder: Bool
    private let preset: String
    private let date: String
    private let template: String
    private let variant: String

    /// - Parameters:
    ///   - isFolder: the path is an existing folder (a trailing slash also makes it one).
    ///   - preset: the value of `{preset}`.
    ///   - date: the value of `{date}`.
    ///   - template: the default name without folder and extension; nil for `{stem}-{length}s`.
    ///   - variant: the value of `{variant}`, which default names end in; "" for none.
    public init(
        _ path: [UInt8]?, isFolder: Bool, preset: String = "", date: String = "", template: String? = nil,
        variant: String = ""
    ) {
        self.variant = variant
        typed = path
        self.isFolder = isFolder || path?.last == UInt8(ascii: "/")
        (self.preset, self.date, self.template) = (preset, date, template ?? "{stem}-{length}s")
    }

    /// The name comes from the template, not from `-o`; then `several` matters in ``path(_:_:several:)``.
    public var isStandard: Bool { typed == nil || isFolder }

    /// The name contains `{word}`, so outputs with different values do not collide.
    public func has(_ word: String) -> Bool {
        guard let typed, !isStandard else {
            return word == "platform" || Self.words(in: Array(template.utf8)).contains(word)
        }
        return Self.words(in: typed).contains(word)
    }

    private static func words(in template: [UInt8]) -> [String] {
        template.split(separator: UInt8(ascii: "{"), omittingEmptySubsequences: false).dropFirst().compactMap
        {
            rest in
            rest.firstIndex(of: UInt8(ascii: "}")).map {
                String(decoding: rest[rest.startIndex..<$0], as: UTF8.self)
            }
        }
    }

    private static let known = [
        "stem", "ext", "preset", "length", "start", "platform", "variant", "n", "date", "about",
    ]

    /// Refuses folders with words in braces, streams and devices: a file is proved before it gets its name. `/dev/shm` is a disk.
    func checkPlace() throws(PlanningError) {
        guard let typed else { return }
        let folder = isFolder ? typed : FilePath(bytes: typed).removingLastComponent().bytes
        if let word = Self.words(in: folder).first(where: Self.known.contains) {
            throw PlanningError(
                .usage,
                "\("{\(word)}") stands in the name of a folder, and words in braces are for names of files",
                hint: "--each with -o FOLDER/ makes a folder for each platform")
        }
        let path = FilePath(bytes: typed).lexicallyNormalized()
        guard path == "-" || path.starts(with: "/dev") && !path.starts(with: "/dev/shm") else { return }
        throw PlanningError(
            .usage, "-o \(String(decoding: typed, as: UTF8.self)) is a stream or a device, not a file",
            hint: "name a file or a folder")
    }

    /// The container format of the typed extension; nil if there is none.
    ///
    /// - Throws: for an extension that clipfit does not write.
    public func container() throws(PlanningError) -> Container? {
        guard let typed, !isFolder else { return nil }
        let ending = FilePath(bytes: typed).stemAndExtension.extension
        guard !ending.isEmpty, !ending.contains("}") else { return nil }
        guard let container = Container(fileExtension: ending) else {
            throw PlanningError(
                .unsatisfiable, "cannot write files of the kind .\(ending)",
                hint: "use .mp4, .mov, .mkv, .webm or .ts")
        }
        return container
    }

    /// The path of one output.
    ///
    /// - Parameter several: the source has several outputs, so default names include a number.
    /// - Throws: for an unknown word.
    public func path(_ words: Words, _ container: Container, several: Bool = false) throws(PlanningError)
        -> FilePath
    {
        let platform = words.platform.isEmpty || template.contains("{platform}") ? "" : "-{platform}"
        let variant = variant.isEmpty || template.contains("{variant}") ? "" : "-{variant}"
        let number = several && !template.contains("{n}") ? "-{n}" : ""
        let home = self.folder(words).map { "\($0)/" } ?? ""
        let standard = Array(
            "\(home)\(template)\(platform)\(variant)\(number).\(container.fileExtension)".utf8)
        var (folder, name) = (typed ?? words.source.removingLastComponent().bytes, standard)
        if let typed, !isFolder {
            let hasEnding = !FilePath(bytes: typed).stemAndExtension.extension.isEmpty
            (folder, name) = ([], hasEnding ? typed : typed + Array(".\(container.fileExtension)".utf8))
        } else if typed != nil || !folder.isEmpty, folder.last != UInt8(ascii: "/") {
            folder.append(UInt8(ascii: "/"))
        }
        let filled = FilePath(bytes: folder + (try filled(name, words)))
        let excess = filled.nameBytes.count - FilePath.longestName
        return excess > 0 ? try shortened(filled, by: excess, folder + name, words) : filled
    }

    /// The folder of one output in that of the outputs; nil for none.
    public func folder(_ words: Words) -> String? {
        hasFolders && isStandard && !words.platform.isEmpty ? words.platform : nil
    }

    /// Shortens a name to the file system's limit: cuts the source's stem if the name contains it, and keeps
    /// the rest.
    private func shortened(_ path: FilePath, by excess: Int, _ template: [UInt8], _ words: Words)
        throws(PlanningError) -> FilePath
    {
        let stem = words.source.stemAndExtension.stem
        let times = max(1, Self.words(in: FilePath(bytes: template).nameBytes).count { $0 == "stem" })
        let short = FilePath.name(stem, [], within: stem.count - (excess + times - 1) / times)
        let result = FilePath(bytes: try filled(template, words, stem: short))
        guard result.nameBytes.count > FilePath.longestName else { return result }
        return path.beside(".\(path.stemAndExtension.extension)")
    }

    /// - Parameter stem: the value of `{stem}`; nil for the whole stem of the source.
    private func filled(_ template: [UInt8], _ words: Words, stem: [UInt8]? = nil) throws(PlanningError)
        -> [UInt8]
    {
        var result: [UInt8] = []
        var rest = template[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
            guard let close = rest[open...].firstIndex(of: UInt8(ascii: "}")) else { break }
            result += rest[..<open]
            let word = String(decoding: rest[(open + 1)..<close], as: UTF8.self)
            let (whole, ending) = words.source.stemAndExtension
            switch word {
            case "stem":
                result += (stem ?? whole) + (isApart && !ending.isEmpty ? Array("-\(ending)".utf8) : [])
            case "about": result += abouts[words.source].map { Array($0.utf8) } ?? whole
            case "ext": result += Array(ending.utf8)
            case "length": result += Array(Self.text(words.length).utf8)
            case "start": result += Array(words.start.text.utf8)
            case "platform": result += Array(words.platform.utf8)
            case "preset": result += Array(preset.utf8)
            case "date": result += Array(date.utf8)
            case "variant": result += Array(variant.utf8)
            case "n": result += Array("\(words.number)".utf8)
            default:
                throw PlanningError(
                    .usage, "unknown word \("{\(word)}") in the output name",
                    hint: "the words are \(Self.known.map { "{\($0)}" }.joined(separator: " "))"
                )
            }
            rest = rest[(close + 1)...]
        }
        return result + rest
    }

    private static func text(_ length: MediaTime) -> String {
        let tenths = Int((length.seconds * 10).rounded())
        return tenths < 10 ? "0.\(tenths)" : "\(Int(length.seconds.rounded()))"
    }
}

internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import SystemLibrary
internal import SystemPackage

/// The steps of `start` after its questions: each is a command that a user could type.
struct StartMaker {
    private let answers: StartAnswers
    private let platforms: [String]
    private let clips: FilePath
    private let target: FilePath
    /// More clips than this are not compared.
    private static let mostClips = 20

    init(_ answers: StartAnswers, platforms: [String], clips: FilePath, target: FilePath) {
        (self.answers, self.platforms) = (answers, platforms)
        (self.clips, self.target) = (clips, target)
    }

    private func say(_ phrase: Phrase) {
        if Console.level != .quiet { Console.write("\(Language.text(phrase))\n") }
    }

    // MARK: Preset and music

    private func presets() throws(Failure) -> FilePath {
        guard let folder = UserFolder.path("presets") else {
            throw Failure(
                .cannotCreate, FilePath("\(answers.name).yaml"), "there is no folder for your settings",
                hint: "set HOME or XDG_CONFIG_HOME")
        }
        return folder
    }

    private var preset: FilePath {
        get throws(Failure) { try presets().appending("\(answers.name).yaml") }
    }

    /// - Throws: if the user has a preset of the brand's name. Built-in ones are examples, which it may replace.
    func checkPreset() throws(Failure) {
        guard FileIdentity(of: try preset) != nil else { return }
        throw Failure(
            .exists, try preset, "there is a preset '\(answers.name)' already",
            hint:
                "use it: clipfit batch \(clips.shown) -o \(target.shown) -Z \(answers.name); or choose another --brand"
        )
    }

    func addMusic() throws(Failure) {
        guard answers.hasMusic else { return }
        say("Adding your music …")
        let music = FileArgument(bytes: answers.path(.music).bytes)
        let (exit, output) = try OwnProgram(
            ["music", "add", "--licence", FileArgument(argument: answers[.licence]), "--", music]
        ).run()
        Console.write(String(decoding: output, as: UTF8.self))
        if exit != 0 { Console.warning("some of the music was not added: the messages above say why") }
    }

    func writePreset() throws(Failure) {
        var logo: (name: String, bytes: [UInt8])?
        if answers[.logo] != "none" {
            let source = try SourceFile.open(answers.path(.logo))
            let header = try LogoFile.header(answers.path(.logo))
            logo = (
                "\(answers.name)-logo.\(header.fileExtension)",
                try source.bytes(at: 0, count: Int(min(source.sizeBytes, 32 << 20)))
            )
        }
        let text = PresetTemplate(
            name: answers.name, values: answers.fields(platforms: platforms, logo: logo?.name)
        ).text
        try Folder.make(try presets())
        if let logo { try write(logo.bytes, try presets().appending(logo.name), overwrites: true) }
        try write(Array(text.utf8), try preset, overwrites: false)
        say("Wrote the preset \(try preset.shown)")
    }

    private func write(_ bytes: [UInt8], _ path: FilePath, overwrites: Bool) throws(Failure) {
        let file = try WrittenFile(path, overwrites: overwrites)
        try file.write(bytes)
        try file.commit()
    }

    // MARK: The post

    private var folder: FileArgument { FileArgument(bytes: target.bytes + [UInt8(ascii: "/")]) }

    /// The clip whose best part looks and sounds best.
    func best(of clips: [FilePath]) throws -> FilePath {
        let compared = clips.prefix(Self.mostClips)
        guard compared.count > 1 else { return clips[0] }
        say("Looking for the best of \(compared.count) clips …")
        let files = compared.map { FileArgument(bytes: $0.bytes) }
        let words: [FileArgument] = ["trim", "-Z", FileArgument(argument: answers.name), "-o", folder]
        let (exit, output) = try OwnProgram(words + ["--dry-run", "--json", "--quiet", "--"] + files).run()
        guard exit == 0 || !output.isEmpty else { throw ExitCode(exit) }
        let plans = output.split(separator: UInt8(ascii: "\n")).compactMap { line in
            try? JSONDecoder().decode(Plan.self, from: Data(line))
        }
        let best = plans.max { rank($0) < rank($1) }
        return best?.source.file.path ?? clips[0]
    }

    /// A clip that is shorter than a post counts less.
    private func rank(_ plan: Plan) -> Double { (plan.rating ?? 0) * min(1, plan.length.seconds / 15) }

    /// The first post.
    struct Made {
        /// What `post.json` says of it.
        struct Post: Decodable {
            struct Music: Decodable { let name: String }
            let music: Music?
            let attribution: String?
            let caption: String
            let length: Double
        }
        let output: String
        let post: Post
    }

    private struct Result: Decodable { let outputs: [String] }

    /// Made as the batch of all clips will make it, which then skips it.
    ///
    /// - Throws: the command's exit code if it made nothing; it has printed why.
    func post(_ clip: FilePath) throws -> Made {
        say("Making a post of \(clip.shown) …")
        var name = clip
        _ = name.removePrefix(clips)
        let pattern = name.bytes.flatMap { "*?[]\\".utf8.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
        let words: [FileArgument] = ["--json", "--include", FileArgument(bytes: pattern)]
        let (exit, output) = try OwnProgram(batch + words).run()
        let line = output.split(separator: UInt8(ascii: "\n")).first ?? []
        guard let made = (try? JSONDecoder().decode(Result.self, from: Data(line)))?.outputs.first else {
            guard exit == 0 else { throw ExitCode(exit) }
            throw Failure(.unusable, clip, "no post could be made of it")
        }
        let facts = try SourceFile.open(FilePath(made).beside(".post.json"))
        let text = try facts.bytes(at: 0, count: Int(min(facts.sizeBytes, 1 << 20)))
        guard let post = try? JSONDecoder().decode(Made.Post.self, from: Data(text)) else {
            throw Failure(.unusable, clip, "no post could be made of it")
        }
        return Made(output: made, post: post)
    }

    /// The command that makes posts of all clips.
    private var batch: [FileArgument] {
        [
            "batch", FileArgument(bytes: clips.bytes), "-o", FileArgument(bytes: target.bytes), "-Z",
            FileArgument(argument: answers.name),
        ]
    }

    private func next(_ clip: FilePath) -> [(about: Phrase, program: OwnProgram)] {
        let name = FileArgument(argument: answers.name)
        let page = FileArgument(bytes: target.pushing("report.html").bytes)
        return [
            (
                "make posts of all clips, with a page to look through",
                OwnProgram(batch + ["--report", page])
            ),
            (
                "see which other music and hashtags suit a clip",
                OwnProgram(["suggest", FileArgument(bytes: clip.bytes), "-Z", name])
            ),
            ("see your brand's settings", OwnProgram(["preset", "show", name])),
        ]
    }

    func text(_ clip: FilePath, _ made: Made) -> String {
        let say = { (phrase: Phrase) in Language.text(phrase) }
        var lines = [
            "", say("Your first post: \(made.output) (\(MediaTime(roundingDown: made.post.length).text) s)"),
        ]
        if let music = made.post.music {
            lines.append(say("Music: \(made.post.attribution ?? music.name)"))
        }
        let caption = made.post.caption
        if !caption.isEmpty {
            lines += [say("Caption, also in a file next to it:")]
            lines += caption.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
        }
        lines += ["", say("Next:")]
        for (about, program) in next(clip) { lines += ["  # \(say(about))", "  \(program.line)"] }
        return lines.joined(separator: "\n")
    }

    struct Summary: Encodable {
        let preset: String
        let clip: String
        let output: String
        let next: [String]
    }

    func summary(_ clip: FilePath, _ made: Made) -> Summary {
        Summary(
            preset: answers.name, clip: clip.jsonText, output: made.output,
            next: next(clip).map(\.program.line))
    }
}

extension FileArgument: ExpressibleByStringLiteral {
    init(stringLiteral text: String) { self.init(argument: text) }
}

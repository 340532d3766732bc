internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import LibAV
internal import Recommendation
internal import SystemLibrary
internal import SystemPackage

struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Set up your brand, and make a first post of your best clip.",
        discussion: """
            It asks for what no flag gives. It writes a preset, adds your music to the library, and makes one post with the \
            commands that it names at the end.
            """)

    @Argument(help: "The folder with your clips (default: this one).", completion: .directory)
    var folder: FileArgument?

    @Option(help: "Name of your brand or shop, e.g. 'Kopi Senja'.") var brand: String?

    @Option(help: "What your clips show, in one sentence.") var about: String?

    @Option(help: "Your city, for local hashtags; none for none.") var city: String?

    @Option(help: "Your logo: a PNG, JPEG or WebP file; none for none.") var logo: FileArgument?

    @Option(
        help: "A folder with your music; auto for the music that comes with clipfit, none for none.",
        completion: .directory)
    var music: FileArgument?

    @Option(help: "Terms of that music.") var licence: Licence.Kind?

    @Option(
        name: .customLong("for"), help: "Platforms that the posts are for (default: tiktok,reels,shorts).",
        completion: Completions.platforms)
    var platforms: PlatformList?

    @Option(
        name: .shortAndLong, help: "The folder for the posts (default: 'ready' in the clips' folder).",
        completion: .directory)
    var output: FileArgument?

    @OptionGroup var common: CommonOptions

    private var clips: FilePath { folder?.path ?? "." }
    private var target: FilePath { output?.path ?? clips.pushing("ready") }

    func run() throws {
        common.apply()
        let found = try foundClips()
        let answers = try answers()
        let maker = StartMaker(
            answers, platforms: platforms?.ids ?? ["tiktok", "reels", "shorts"], clips: clips, target: target)
        do {
            try maker.checkPreset()
            try maker.addMusic()
            try maker.writePreset()
            let best = try maker.best(of: found)
            let made = try maker.post(best)
            if common.asJSON {
                Output.json("clipfit.start/1", maker.summary(best, made))
            } else if !common.quiet {
                Output.plain(maker.text(best, made))
            }
        } catch let error as Failure { throw common.errors.print(error, "start with") }
    }

    private func foundClips() throws -> [FilePath] {
        guard Folder.isFolder(clips) else {
            throw common.errors.print(Failure(.unreadable, clips, "no such folder"), "start with")
        }
        let found = SourceFinder.find(SourceRule(), in: [clips], output: target).jobs.map(\.source)
        guard !found.isEmpty else {
            throw common.errors.print(
                Failure(
                    .unreadable, clips, "there are no clips in it",
                    hint: "copy a clip from your phone into it: .mp4 or .mov"), "start with")
        }
        return found
    }

    // MARK: Questions

    private func typed(_ question: StartQuestion) -> String? {
        switch question {
        case .lang: common.lang
        case .brand: brand
        case .about: about
        case .city: city
        case .logo: logo.map { RawArguments.text(of: $0.bytes) }
        case .music: music.map { RawArguments.text(of: $0.bytes) }
        case .licence: licence?.rawValue
        }
    }

    private func answers() throws -> StartAnswers {
        var answers = StartAnswers()
        for question in StartQuestion.allCases {
            guard let answer = typed(question) else { continue }
            do { answers[question] = try question.checked(answer) } catch let error as Failure {
                throw common.errors.print(error, "start with")
            }
        }
        speak(answers)
        if answers.isGiven(.licence), answers.isGiven(.music), !answers.hasMusic {
            throw UsageError("--licence is for --music with a folder")
        }
        var missing = StartQuestion.allCases.filter { !answers.isGiven($0) }
        if !answers.isGiven(.music) || !answers.hasMusic { missing.removeAll { $0 == .licence } }
        guard isatty(STDIN_FILENO) != 0, isatty(STDERR_FILENO) != 0 else {
            guard missing.isEmpty else {
                let flags = missing.map(\.flag).joined(separator: ", ")
                throw UsageError(
                    "\(flags) \(missing.count == 1 ? "is" : "are") missing, and there is no terminal to ask on",
                    hint: "--city, --logo and --music take none where there is none")
            }
            return answers
        }
        for question in missing {
            answers[question] = try ask(question)
            speak(answers)
        }
        if answers.hasMusic, !answers.isGiven(.licence) { answers[.licence] = try ask(.licence) }
        return answers
    }

    /// The posts' language is that of the talk, if clipfit speaks it.
    private func speak(_ answers: StartAnswers) {
        if let language = Language.named(answers[.lang]) { Language.set(language) }
    }

    /// Asks until the answer can be used.
    private func ask(_ question: StartQuestion) throws -> String {
        while true {
            Console.write("\(Language.text(question.text)): ")
            guard let line = Interruption.asking({ readLine() }) else {
                throw UsageError("\(question.flag) is missing")
            }
            let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard let answer = words.isEmpty ? question.otherwise : words else { continue }
            do { return try question.checked(answer) } catch let error as UsageError {
                Console.error(error.description, hint: error.hint)
            } catch let error as Failure { common.errors.print(error, "use") }
        }
    }
}

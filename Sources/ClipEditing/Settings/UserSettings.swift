package import ClipCore
package import ClipMedia

/// The user's settings for everything: `config.yaml` in the settings folder.
package struct UserSettings: Sendable {
    package enum Key: String, CaseIterable, Sendable { case preset, language, jobs, transcriber }

    /// The preset where none is typed: a name, or a file; nil for none.
    package private(set) var preset: FilePath?
    /// The language of messages, an ISO 639 code; nil to take the environment's.
    package private(set) var language: String?
    /// Clips that a batch works on in parallel; nil for one per CPU core.
    package private(set) var jobs: Int?
    /// The speech-to-text program and its arguments; nil for none.
    package private(set) var transcriber: [String]?
    /// The line of each key that the file has, from 1.
    package private(set) var lines: [Key: Int] = [:]

    /// Where the file is; nil without a home.
    package static var path: FilePath? { UserFolder.path("config.yaml") }

    /// The settings; empty if there is no file. Throws for an invalid file, with the location.
    package static func read() throws(ConfigurationError) -> UserSettings {
        guard let (root, file) = try UserFolder.settings("config.yaml") else { return UserSettings() }
        return try ConfigurationError.about(file) { () throws(ConfigurationProblem) in
            var settings = UserSettings()
            try settings.take(root)
            return settings
        }
    }

    /// How the user's speech-to-text program is run. Throws if there is none, with an example.
    package static func transcriber() throws -> Transcriber.Setup {
        guard let command = try read().transcriber else {
            throw UsageError(
                "'transcribe' needs your speech-to-text program: name it in \(path?.shown ?? "config.yaml"), e.g. \(example)"
            )
        }
        return Transcriber.Setup(command, cache: UserFolder.cache("transcripts"))
    }

    private mutating func take(_ root: YAMLNode) throws(ConfigurationProblem) {
        guard !root.isNull else { return }
        guard case .map(let pairs) = root.content else {
            throw root.problem("settings are keys and values")
        }
        for pair in pairs {
            guard let key = Key(rawValue: pair.key) else {
                throw pair.unknown(among: Key.allCases.map(\.rawValue))
            }
            lines[key] = pair.line
            switch key {
            case .preset: preset = try Self.preset(pair)
            case .language: language = try Self.language(pair)
            case .jobs: jobs = try Self.jobs(pair)
            case .transcriber: transcriber = try Self.transcriber(pair)
            }
        }
    }

    /// A file is relative to the settings folder.
    private static func preset(_ pair: YAMLNode.Pair) throws(ConfigurationProblem) -> FilePath {
        guard let text = pair.value.text, !text.isEmpty else {
            throw pair.problem("preset is the name of a preset, or a YAML file")
        }
        let isFile = text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml")
        return isFile ? UserFolder.path("")?.pushing(FilePath(text)) ?? FilePath(text) : FilePath(text)
    }

    private static func language(_ pair: YAMLNode.Pair) throws(ConfigurationProblem) -> String {
        guard let text = pair.value.text, ["en", "id"].contains(text) else {
            throw pair.problem("language is en or id")
        }
        return text
    }

    private static func jobs(_ pair: YAMLNode.Pair) throws(ConfigurationProblem) -> Int {
        guard let jobs = pair.value.word.flatMap({ Int($0) }), (1...1024).contains(jobs) else {
            throw pair.problem("jobs is a number from 1 to 1024")
        }
        return jobs
    }

    private static func transcriber(_ pair: YAMLNode.Pair) throws(ConfigurationProblem) -> [String] {
        if case .list(let nodes) = pair.value.content, nodes.count > 1 {
            let words = nodes.compactMap(\.word)
            if words.count == nodes.count, !words[0].isEmpty, words.contains(where: { $0.contains("{in}") }) {
                return words
            }
        }
        throw pair.problem(
            "transcriber is a list: a program and its arguments, one of them with '{in}'", hint: example)
    }

    /// A line for the settings file.
    package static let example =
        "transcriber: [whisper-cli, -m, /models/ggml-small.bin, -l, '{language}', -osrt, -of, '{out}', '{in}']"
}

extension YAMLNode {
    /// A word of a command line: numbers are words too.
    fileprivate var word: String? {
        guard case .scalar(let text, _) = content, !text.utf8.contains(0) else { return nil }
        return text
    }
}

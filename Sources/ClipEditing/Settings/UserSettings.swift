package import ClipCore
package import ClipMedia

/// The user's settings for everything: `config.yaml` in the settings folder.
package struct UserSettings: Sendable {
    /// The speech-to-text program and its arguments; nil for none.
    package var transcriber: [String]?

    /// Where the file is; nil without a home.
    package static var path: FilePath? { UserFolder.path("config.yaml") }

    /// The settings; empty if there is no file. Throws for an invalid file, with the location.
    package static func read() throws(ConfigurationError) -> UserSettings {
        guard let (root, file) = try UserFolder.settings("config.yaml") else { return UserSettings() }
        return try ConfigurationError.about(file) { () throws(ConfigurationProblem) in try settings(root) }
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

    private static func settings(_ root: YAMLNode) throws(ConfigurationProblem) -> UserSettings {
        var settings = UserSettings()
        guard !root.isNull else { return settings }
        guard case .map(let pairs) = root.content else {
            throw root.problem("settings are keys and values")
        }
        for pair in pairs {
            guard pair.key == "transcriber" else {
                throw pair.problem("unknown key '\(pair.key)'", hint: "the only key is transcriber")
            }
            guard case .list(let nodes) = pair.value.content, nodes.count > 1 else { throw Self.form(pair) }
            let words = nodes.compactMap(\.word)
            guard words.count == nodes.count, !words[0].isEmpty,
                words.contains(where: { $0.contains("{in}") })
            else {
                throw Self.form(pair)
            }
            settings.transcriber = words
        }
        return settings
    }

    private static func form(_ pair: YAMLNode.Pair) -> ConfigurationProblem {
        pair.problem(
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

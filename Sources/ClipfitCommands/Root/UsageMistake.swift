internal import ArgumentParser
internal import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// Explains words that the parser refused: unknown verbs, options and values, with the likeliest remedy.
struct UsageMistake {
    /// Lower case, no full stop.
    let message: String
    let hint: String

    /// - Parameters:
    ///   - words: the command line.
    ///   - text: the parser's message: its error, an option's help, the usage.
    init(_ words: [String], _ text: String) {
        let path = Self.path(of: words)
        let verb = path.last ?? Clipfit.self
        let help = Self.help(path)
        let error = Self.error(in: text)
        let verbs = Self.verbs(below: path)
        let next = words.dropFirst(path.count).first
        let quoted = error.split(separator: "'").dropFirst().first.map(String.init) ?? ""
        if !verbs.isEmpty, let next, !next.hasPrefix("-") {
            (message, hint) = ("unknown command '\(next)'", Self.hint(forVerb: next, verbs, path) ?? help)
        } else if error.hasPrefix("unknown option") {
            message = "unknown option '\(quoted)'"
            hint = Self.hint(forOption: quoted, verb) ?? help
        } else if error.hasPrefix("the value"), let option = Self.option(in: error, of: verb) {
            message = error.split(separator: "'").prefix(4).joined(separator: "'") + "'"
            hint = Self.hint(forValue: quoted, error + " " + option) ?? option
        } else {
            (message, hint) = (error, help)
        }
    }

    /// The verb and its sub-verb, as far as the words name them.
    static func path(of words: [String]) -> [any ParsableCommand.Type] {
        var path: [any ParsableCommand.Type] = []
        for word in words {
            let verbs = (path.last ?? Clipfit.self).configuration.subcommands
            guard let verb = verbs.first(where: { $0.configuration.commandName == word }) else { break }
            path.append(verb)
        }
        return path
    }

    /// The names of the verbs, or of a verb's sub-verbs.
    static func verbs(below path: [any ParsableCommand.Type]) -> [String] {
        (path.last ?? Clipfit.self).configuration.subcommands.filter { $0.configuration.shouldDisplay }
            .compactMap { $0.configuration.commandName }
    }

    /// The hint that names the verb's own help.
    static func help(_ path: [any ParsableCommand.Type]) -> String {
        let words = ["clipfit"] + path.compactMap { $0.configuration.commandName } + ["--help"]
        return "see '\(words.joined(separator: " "))'"
    }

    /// The parser's error in our form, without usage and help.
    private static func error(in text: String) -> String {
        let lines = text.split(separator: "\n").prefix { !$0.hasPrefix("Usage:") && !$0.hasPrefix("Help:") }
        let error = lines.joined(separator: "\n")
        let bare = error.hasPrefix("Error: ") ? String(error.dropFirst(7)) : error
        let ended = bare.hasSuffix(".") ? String(bare.dropLast()) : bare
        return ended.prefix(1).lowercased() + ended.dropFirst()
    }

    /// The help of the option that an error names; nil if it names none.
    private static func option(in error: String, of verb: any ParsableCommand.Type) -> String? {
        // The value '…' is invalid for '--option <value>'
        guard let name = error.split(separator: "'").dropFirst(3).first?.split(separator: " ").first else {
            return nil
        }
        let lines = Clipfit.helpMessage(for: verb, includeHidden: true).split(separator: "\n")
        let isOption = { (line: Substring) in line.hasPrefix("  -") }
        guard
            let start = lines.firstIndex(where: {
                isOption($0) && $0.split { " ,".contains($0) }.contains(name)
            })
        else { return nil }
        let rest = lines[(start + 1)...].prefix { $0.hasPrefix("   ") }
        return ([lines[start]] + rest).flatMap { $0.split(separator: " ") }.joined(separator: " ")
    }

    /// Nil where nothing is similar.
    private static func hint(
        forVerb word: String, _ verbs: [String], _ path: [any ParsableCommand.Type]
    ) -> String? {
        let before = ["clipfit"] + path.compactMap { $0.configuration.commandName }
        func meant(_ words: String...) -> String {
            "did you mean '\((before + words).joined(separator: " "))'?"
        }
        if path.isEmpty {
            if access(word, F_OK) == 0 {
                return meant(Folder.isFolder(FileArgument(argument: word).path) ? "batch" : "trim", word)
            }
            if let verb = ForeignWords.verbs[word.lowercased()] { return meant(verb) }
        }
        if let verb = likelyMeant(word, among: verbs) { return meant(verb) }
        if let verb = ForeignWords.subverbs[word]?.first(where: verbs.contains) { return meant(verb) }
        let below = Clipfit.configuration.subcommands.first {
            $0.configuration.subcommands.contains { $0.configuration.commandName == word }
        }
        return path.isEmpty ? below?.configuration.commandName.map { meant($0, word) } : nil
    }

    private static func hint(forOption typed: String, _ verb: any ParsableCommand.Type) -> String? {
        let word = String(typed.drop { $0 == "-" }).lowercased()
        let known = options(of: verb)
        let meant = ForeignWords.options[typed] ?? ForeignWords.options[word] ?? []
        if let option = meant.first(where: { known.contains(String($0.prefix { $0 != " " })) }) {
            return "did you mean '\(option)'?"
        }
        if let option = likelyMeant(word, among: known.map { String($0.dropFirst(2)) }) {
            return "did you mean '--\(option)'?"
        }
        let all = Clipfit.configuration.subcommands.filter { $0.configuration.shouldDisplay }
        let owners = all.filter { options(of: $0).contains(typed) }.compactMap {
            $0.configuration.commandName
        }
        return owners.isEmpty
            ? nil : "it is an option of 'clipfit \(owners.joined(separator: "', 'clipfit "))'"
    }

    /// The long options of a verb, with their hyphens.
    private static func options(of verb: any ParsableCommand.Type) -> [String] {
        Clipfit.helpMessage(for: verb, includeHidden: true).split(separator: "\n")
            .filter { $0.hasPrefix("  -") }
            .flatMap { $0.split { " ,/".contains($0) }.filter { $0.hasPrefix("--") }.map(String.init) }
    }

    /// The likeliest of the words in an option's help.
    private static func hint(forValue typed: String, _ help: String) -> String? {
        let words = help.split { !($0.isLetter || $0.isNumber || "-:".contains($0)) }.map(String.init)
        return likelyMeant(typed, among: words.filter { $0 != typed && !$0.hasPrefix("-") && $0.count > 1 })
            .map { "did you mean '\($0)'?" }
    }
}

/// What other tools call clipfit's verbs and options.
private enum ForeignWords {
    static let verbs = [
        "cut": "trim", "clip": "trim", "crop": "trim", "convert": "trim", "encode": "trim", "export": "trim",
        "split": "trim",
        "edit": "trim", "shorten": "trim", "info": "probe", "inspect": "probe", "ffprobe": "probe",
        "analyze": "probe",
        "analyse": "probe", "preview": "sheet", "thumbnails": "sheet", "frames": "sheet", "validate": "check",
        "verify": "check",
        "recommend": "suggest", "hashtags": "suggest", "advice": "suggest", "folder": "batch",
        "brand": "preset",
        "profile": "preset", "looks": "preset looks", "songs": "music list", "library": "music list",
        "charts": "trends",
        "run": "render", "apply": "render", "version": "--version",
    ]

    /// The likeliest first; a group takes the first that it has.
    static let subverbs = [
        "ls": ["list"], "show": ["list", "status"], "get": ["show", "list"], "rm": ["remove", "forget"],
        "delete": ["remove", "forget"], "create": ["new", "add"], "init": ["new"], "add": ["import", "new"],
        "load": ["import", "add"], "stats": ["status"], "why": ["explain"], "validate": ["lint"],
        "check": ["lint"],
    ]

    /// The likeliest first; the verb takes the first that it knows.
    static let options: [String: [String]] = [
        "crf": ["--quality"], "cq": ["--quality"], "qp": ["--quality"], "b:v": ["--max-size"],
        "bitrate": ["--max-size"],
        "filesize": ["--max-size"], "max-filesize": ["--max-size"], "force": ["--overwrite"],
        "-y": ["--overwrite"],
        "yes": ["--overwrite"], "-f": ["--overwrite"], "replace": ["--overwrite"], "clobber": ["--overwrite"],
        "redo": ["--remake"], "font": ["--text-font"], "font-size": ["--text-size"],
        "fontsize": ["--text-size"],
        "color": ["--text-colour"], "colour": ["--text-colour"], "text-color": ["--text-colour"],
        "ss": ["--start"], "begin": ["--start"], "from": ["--start"], "offset": ["--start"], "to": ["--end"],
        "until": ["--end"],
        "stop": ["--end"], "-t": ["--duration"], "time": ["--length"], "seconds": ["--length"],
        "-an": ["--mute"],
        "no-audio": ["--mute"], "silent": ["--mute", "--quiet"], "-r": ["--fps"], "framerate": ["--fps"],
        "frame-rate": ["--fps"], "rate": ["--fps"], "resolution": ["--size"], "scale": ["--size"],
        "width": ["--size"],
        "height": ["--size"], "ratio": ["--aspect"], "aspect-ratio": ["--aspect"],
        "format": ["--aspect", "--json"],
        "shape": ["--aspect"], "crop": ["--reframe"], "subtitles": ["--captions"], "subtitle": ["--captions"],
        "subs": ["--captions"], "srt": ["--captions"], "watermark": ["--logo"], "overlay": ["--logo"],
        "filter": ["--look"],
        "vf": ["--look"], "effect": ["--look"], "grade": ["--look"], "title": ["--text"],
        "drawtext": ["--text"],
        "audio": ["--music"], "song": ["--music"], "track": ["--music"], "soundtrack": ["--music"],
        "sound": ["--music"],
        "volume": ["--music-volume"], "gain": ["--music-volume"], "normalize": ["--loudness"],
        "loudnorm": ["--loudness"],
        "lufs": ["--loudness"], "thumbnail": ["--cover"], "poster": ["--cover"], "parallel": ["--jobs"],
        "threads": ["--jobs"],
        "workers": ["--jobs"], "-j": ["--jobs"], "concurrency": ["--jobs"], "platform": ["--for"],
        "platforms": ["--for"],
        "target": ["--for"], "outdir": ["--output"], "output-dir": ["--output"],
        "output-folder": ["--output"],
        "dest": ["--output"], "destination": ["--output"], "-n": ["--dry-run"], "simulate": ["--dry-run"],
        "preview": ["--dry-run"], "noop": ["--dry-run"], "debug": ["--verbose"], "brand": ["--preset"],
        "config": ["--preset"],
        "profile": ["--preset"], "template": ["--preset", "--output"], "lossless": ["--method copy"],
        "c": ["--method copy"], "codec": ["--method"], "stream-copy": ["--method copy"],
        "copy": ["--method copy"],
        "reencode": ["--method encode"], "re-encode": ["--method encode"], "silence": ["--remove-silence"],
        "cut-silence": ["--remove-silence"], "best": ["--pick best"], "loop": ["--fit loop"],
        "speedup": ["--fit speed"],
        "count": ["--clips", "--limit"], "number": ["--clips", "--limit"], "segments": ["--clips"],
        "depth": ["--recursive"],
        "exclude-dir": ["--exclude"], "ignore": ["--exclude"], "ext": ["--include"], "pattern": ["--include"],
        "license": ["--licence"], "author": ["--attribution"], "credit": ["--attribution"],
    ]
}

internal import ClipCore
internal import ClipEditing

/// A page of `clipfit help` that is not about a verb.
enum HelpTopic: String, CaseIterable {
    case exitCodes = "exit-codes"
    case templates, json

    /// Checks the words of `clipfit help …`; prints the topic's page if they name one.
    ///
    /// - Returns: false if the parser has to show a verb's help.
    /// - Throws: ``UsageError`` for an unknown verb or topic.
    static func show(_ words: [String]) throws -> Bool {
        if let word = words.first, let topic = HelpTopic(rawValue: word) {
            Output.line(topic.text)
            return true
        }
        let names = words.filter { !$0.hasPrefix("-") }
        let path = UsageMistake.path(of: names)
        guard path.count < names.count else { return false }
        let topics = path.isEmpty ? allCases.map(\.rawValue) : []
        throw UsageError(
            "there is no help on '\(names[path.count])'",
            hint: meantHint(names[path.count], among: UsageMistake.verbs(below: path) + topics))
    }

    private var text: String {
        switch self {
        case .exitCodes:
            """
            0    done
            1    several files failed, or any in a batch; 'check': a platform would refuse a file
            64   the command is wrong
            65   this input cannot be used, or cannot satisfy the request
            66   the input is missing or unreadable
            69   a codec, or the sandbox that you require, is missing on this machine
            70   a bug in clipfit
            73   the output cannot be created, or clipfit may not replace what is there
            74   reading or writing failed
            75   another try can help: disk full, out of memory, locked, a worker was lost
            77   a rule forbids it: a licence, an audience, a setting that a preset locks
            78   a preset, a look or the settings file is wrong
            130  interrupted (SIGINT); 143: SIGTERM; nothing unfinished is left
            141  the reader of a pipe went away
            """
        case .templates:
            """
            Words of -o and of the preset key 'output', in braces:

            {stem}      name of the source without its extension
            {ext}       extension of the source
            {length}    length of the result in seconds
            {start}     where the part starts in the source, in seconds
            {n}         number of the part
            {platform}  platforms that the file is for, joined with +
            {preset}    name of the preset
            {date}      today, as 2026-11-29

            clipfit trim *.mov -l 15 -o 'posts/{date}-{stem}-{platform}.mp4' --for tiktok
            """
        case .json:
            """
            With --json each result is one object on one line; its first key names its kind:

            clipfit.probe/1    probe        clipfit.trim/1     trim, render
            clipfit.batch/1    batch        clipfit.check/1    check
            clipfit.suggest/1  suggest      clipfit.music/1    music inspect
            clipfit.error/1    errors, on standard error

            Keys keep their names and meanings; later versions may add keys. Times are seconds.

            clipfit probe --json clip.mp4 | jq .duration
            """
        }
    }
}

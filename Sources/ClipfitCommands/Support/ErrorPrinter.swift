internal import ArgumentParser
internal import ClipCore
internal import SystemLibrary

/// Prints errors, for people or as `clipfit.error/1`.
struct ErrorPrinter {
    /// The variable that `start` sets for the commands whose results it reads.
    static let forPeople = "CLIPFIT_ERRORS_FOR_PEOPLE"

    private let asJSON: Bool

    init(asJSON: Bool) { self.asJSON = asJSON && getenv(Self.forPeople) == nil }

    /// Prints a failure; returns the exit code to throw. `verb`: the attempted action, as in `could not …
    /// clip.mp4`.
    @discardableResult func print(_ failure: Failure, _ verb: String) -> ExitCode {
        put(record(failure, verb))
        return failure.kind.exitCode
    }

    /// Prints each problem of an invalid settings file; returns the exit code to throw.
    func print(_ wrong: ConfigurationError) -> ExitCode {
        for problem in wrong.problems {
            var record = Record(wrong.kind, problem.text, hint: problem.hint)
            let place = problem.text.dropLast(problem.message.count)
            record.shown = "\(place)\(Language.text(problem.message))"
            record.members += [
                "path": problem.file, "line": problem.line, "column": problem.column, "key": problem.key,
            ]
            put(record)
        }
        return wrong.kind.exitCode
    }

    func print(_ kind: Failure.Kind, exit: Int32, _ message: String, hint: String) {
        var record = Record(kind, message, hint: hint)
        record.members += ["exit": exit, "path": nil]
        put(record)
    }

    /// The text that ``print(_:_:)`` prints.
    func text(_ failure: Failure, _ verb: String) -> String { text(record(failure, verb)) }

    private func record(_ failure: Failure, _ verb: String) -> Record {
        // A signal is about no file.
        guard !failure.path.isEmpty else {
            return Record(failure.kind, failure.message.printable, hint: failure.hint)
        }
        var record = Record(
            failure.kind, "could not \(verb) \(failure.path.shown): \(failure.message.printable)",
            hint: failure.hint)
        let attempt = Language.text("could not \(verb)")
        record.shown = "\(attempt) \(failure.path.shown): \(Language.text(failure.message.printable))"
        record.members += JSONObject("path", failure.path)
        record.members += JSONObject(known: ["row": failure.row, "column": failure.column])
        return record
    }

    private func text(_ record: Record) -> String {
        if asJSON { return Output.jsonText("clipfit.error/1", record.members) + "\n" }
        return Console.errorText(record.shown ?? record.message, hint: record.hint)
    }

    private func put(_ record: Record) {
        if asJSON { Console.json("clipfit.error/1", record.members) } else { Console.write(text(record)) }
    }

    private struct Record {
        let message: String
        let hint: String?
        /// The message in the language of messages; nil if all of it is one sentence.
        var shown: String?
        var members: JSONObject

        init(_ kind: Failure.Kind, _ message: String, hint: String?) {
            (self.message, self.hint) = (message, hint)
            members = ["code": kind.code.name, "exit": kind.code.exit, "message": message, "hint": hint]
        }
    }
}

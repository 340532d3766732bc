internal import ArgumentParser
internal import ClipCore
internal import SystemPackage

/// Prints errors, for people or as `clipfit.error/1`.
struct ErrorPrinter {
    let asJSON: Bool

    /// Prints a failure; returns the exit code to throw.
    ///
    /// - Parameter verb: the attempted action, as in `could not … clip.mp4`.
    @discardableResult
    func print(_ failure: Failure, _ verb: String) -> ExitCode {
        put(record(failure, verb))
        return failure.kind.exitCode
    }

    /// Prints each problem of an invalid settings file; returns the exit code to throw.
    func print(_ wrong: ConfigurationError) -> ExitCode {
        for problem in wrong.problems {
            var record = Record(wrong.kind, problem.text, hint: problem.hint)
            (record.path, record.line, record.column) = (problem.file, problem.line, .number(problem.column))
            record.key = Nullable(wrappedValue: problem.key)
            put(record)
        }
        return wrong.kind.exitCode
    }

    /// Prints a usage error.
    func print(_ kind: Failure.Kind, exit: Int32, _ message: String, hint: String) {
        var record = Record(kind, message, hint: hint)
        record.exit = exit
        put(record)
    }

    /// The text that ``print(_:_:)`` prints.
    func text(_ failure: Failure, _ verb: String) -> String { text(record(failure, verb)) }

    private func record(_ failure: Failure, _ verb: String) -> Record {
        var record = Record(
            failure.kind, "could not \(verb) \(failure.path.shown): \(failure.message.printable)",
            hint: failure.hint)
        let path = JSONPath(failure.path)
        (record.path, record.pathBytes, record.row) = (path.text, path.bytes, failure.row)
        record.column = failure.column.map { .name($0) }
        return record
    }

    private func text(_ record: Record) -> String {
        if asJSON { return Output.jsonText("clipfit.error/1", record) + "\n" }
        return Console.errorText(record.message, hint: record.hint)
    }

    private func put(_ record: Record) {
        if asJSON { Console.json("clipfit.error/1", record) } else { Console.write(text(record)) }
    }

    private struct Record: Encodable {
        enum Column: Encodable {
            case number(Int)
            case name(String)

            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                switch self {
                case .number(let number): try container.encode(number)
                case .name(let name): try container.encode(name)
                }
            }
        }

        let code: String
        var exit: Int32
        let message: String
        @Nullable var hint: String?
        /// Null for a usage error.
        @Nullable var path: String?
        var pathBytes: String?
        var row: Int?
        var line: Int?
        var column: Column?
        var key: Nullable<String>?

        init(_ kind: Failure.Kind, _ message: String, hint: String?) {
            (code, exit, self.message, self.hint) = (kind.code.name, kind.code.exit, message, hint)
            _path = Nullable(wrappedValue: nil)
        }
    }
}

/// A problem in a preset or another settings file, with its location.
public struct ConfigurationProblem: Error, Hashable, Sendable {
    /// The file's display name; "" until it is known.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column in Unicode scalars, from 1.
    public var column: Int
    /// The key at fault, e.g. `music.tempo`; nil for the whole file.
    public var key: String?
    /// The message in lower case, without full stop and location.
    public var message: String
    /// The likely intention or advice; nil for none.
    public var hint: String?

    /// Creates a problem at a location of `file`.
    public init(
        _ file: String, line: Int, column: Int, key: String? = nil, _ message: String, hint: String? = nil
    ) {
        (self.file, self.line, self.column) = (file, line, column)
        (self.key, self.message, self.hint) = (key, message, hint)
    }

    /// The text form: `brand.yaml:3:1: unknown key 'lenghts'`.
    public var text: String { "\(file):\(line):\(column): \(message)" }
}

/// Why settings are invalid: at least one problem, in file order.
public struct ConfigurationError: Error, Hashable, Sendable {
    /// ``Failure/Kind/wrongConfiguration`` or ``Failure/Kind/lockedField``.
    public let kind: Failure.Kind
    /// All problems; never empty.
    public let problems: [ConfigurationProblem]

    /// Creates an error from problems; an empty list ends the process.
    public init(_ problems: [ConfigurationProblem], kind: Failure.Kind = .wrongConfiguration) {
        precondition(!problems.isEmpty, "an error has a problem")
        (self.kind, self.problems) = (kind, problems)
    }

    package init(_ problem: ConfigurationProblem, kind: Failure.Kind = .wrongConfiguration) {
        self.init([problem], kind: kind)
    }

    /// Runs `body`; a problem that it throws gets the file's name.
    package static func about<Value>(
        _ file: String, _ body: () throws(ConfigurationProblem) -> Value
    ) throws(ConfigurationError) -> Value {
        do throws(ConfigurationProblem) { return try body() } catch {
            var problem = error
            problem.file = file
            throw ConfigurationError(problem)
        }
    }
}

internal import ArgumentParser
internal import ClipCore

/// A wrong file of settings, told to people or scripts.
enum ConfigurationFailure {
    private struct ErrorJSON: Encodable {
        let code: String
        let exit: Int32
        let message: String
        @Nullable var hint: String?
        let path: String
        let line: Int
        let column: Int
        @Nullable var key: String?
    }

    /// Tells every problem, and gives the exit code to throw.
    static func told(_ error: ConfigurationError, asJSON: Bool) -> ExitCode {
        for problem in error.problems {
            if asJSON {
                let body = ErrorJSON(
                    code: error.code.name, exit: error.code.exitCode, message: problem.text,
                    hint: problem.hint,
                    path: problem.file, line: problem.line, column: problem.column, key: problem.key)
                Console.json("clipfit.error/1", body)
            } else {
                Console.error(problem.text, hint: problem.hint)
            }
        }
        return ExitCode(error.code.exitCode)
    }
}

internal import ArgumentParser
internal import ClipCore
internal import ClipLibrary
internal import SystemPackage

/// A library, or a board, that cannot be used, told to people or scripts.
enum LibraryFailure {
    private struct JSON: Encodable {
        let code: String
        let exit: Int32
        let message: String
        @Nullable var hint: String?
        let path: String
        var pathBytes: String?
        var row: Int?
        var column: String?
    }

    /// Tells it, and gives the exit code to throw.
    ///
    /// - Parameter verb: what was attempted, as it stands in `could not … library.sqlite`.
    static func told(_ error: LibraryError, _ verb: String = "use", asJSON: Bool) -> ExitCode {
        let message = "could not \(verb) \(error.path.shown): \(error.message.printable)"
        if asJSON {
            let path = JSONPath(error.path)
            let body = JSON(
                code: error.code.name, exit: error.code.exitCode, message: message, hint: error.hint,
                path: path.text, pathBytes: path.bytes, row: error.row, column: error.column)
            Console.json("clipfit.error/1", body)
        } else {
            Console.error(message, hint: error.hint)
        }
        return ExitCode(error.code.exitCode)
    }
}

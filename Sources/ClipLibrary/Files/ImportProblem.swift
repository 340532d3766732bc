internal import ClipCore

/// An error in an imported file, with its position.
struct ImportProblem: Error {
    /// The row of a table or the line of a file, from 1 (a table's header is row 1).
    var row: Int?
    /// `column 2 (rank)`, or the key in JSON.
    var column: String?
    let message: String
    let hint: String?

    init(_ message: String, row: Int? = nil, column: String? = nil, hint: String? = nil) {
        (self.message, self.row, self.column, self.hint) = (message, row, column, hint)
    }

    /// The same error with a row.
    func at(row: Int) -> ImportProblem {
        var problem = self
        problem.row = problem.row ?? row
        return problem
    }

    /// Runs `body`; converts its error to a failure about the file.
    ///
    /// - Parameters:
    ///   - path: the file's name for errors.
    ///   - usual: hint for errors without their own.
    static func telling<Result>(
        _ path: FilePath, usual: String? = nil, _ body: () throws(ImportProblem) -> Result
    ) throws(Failure) -> Result {
        do throws(ImportProblem) { return try body() } catch {
            let column = error.column.map { "\($0): \(error.message)" } ?? error.message
            let message =
                switch (error.row, error.column) {
                case (nil, _): column
                case (let row?, nil): "row \(row): \(error.message)"
                case (let row?, let column?): "row \(row), \(column): \(error.message)"
                }
            var wrong = Failure(.unusable, path, message, hint: error.hint ?? usual)
            (wrong.row, wrong.column) = (error.row, error.column)
            throw wrong
        }
    }
}

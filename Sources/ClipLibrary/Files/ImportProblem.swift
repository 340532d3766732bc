internal import ClipCore
internal import SystemPackage

/// What is wrong in a file that is read into the library, and where.
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

    /// The same, at a row.
    func at(row: Int) -> ImportProblem {
        var problem = self
        problem.row = problem.row ?? row
        return problem
    }

    /// What `body` gives, or its problem as one of the file.
    ///
    /// - Parameters:
    ///   - path: the file's name for errors.
    ///   - usual: what to do where the problem itself does not say.
    static func telling<Result>(
        _ path: FilePath, usual: String? = nil, _ body: () throws(ImportProblem) -> Result
    ) throws(Failure) -> Result {
        do throws(ImportProblem) { return try body() } catch {
            let place = [error.row.map { "row \($0)" }, error.column].compactMap { $0 }.joined(
                separator: ", ")
            var wrong = Failure(
                .unusable, path, (place.isEmpty ? "" : "\(place): ") + error.message,
                hint: error.hint ?? usual)
            (wrong.row, wrong.column) = (error.row, error.column)
            throw wrong
        }
    }
}

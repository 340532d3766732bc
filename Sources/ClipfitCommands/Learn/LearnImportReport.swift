internal import ClipCore
internal import ClipLibrary
internal import Recommendation
internal import SystemPackage

/// Result of importing a file, for people and scripts.
struct LearnImportReport {
    private let path: FilePath
    private let export: PostExport
    private let change: PostImport
    private let reasons: [Reason]

    /// How many rows are listed per reason.
    private static let shown = 5

    /// Rows left out for one reason.
    struct Reason: Encodable {
        let reason: String
        var count: Int
        /// The first of them.
        var rows: [Int]
        @Nullable var column: String?
        @Nullable var found: String?
    }

    init(_ path: FilePath, _ export: PostExport, _ change: PostImport) {
        (self.path, self.export, self.change) = (path, export, change)
        var reasons: [Reason] = []
        for row in export.leftOut + change.leftOut {
            if let place = reasons.firstIndex(where: { $0.reason == row.reason && $0.column == row.column }) {
                reasons[place].count += 1
                if reasons[place].rows.count < Self.shown { reasons[place].rows.append(row.row) }
            } else {
                reasons.append(
                    Reason(
                        reason: row.reason, count: 1, rows: [row.row], column: row.column,
                        found: row.found.map { String($0.prefix(60)) }))
            }
        }
        self.reasons = reasons
    }

    private var measured: (first: String?, last: String?) {
        let days = export.records.compactMap(\.post.measured).map { CalendarDay(number: Int($0 / 86_400)) }
        return (days.min()?.text, days.max()?.text)
    }

    private struct JSON: Encodable {
        struct AsOf: Encodable {
            @Nullable var from: String?
            @Nullable var to: String?
        }

        let path: String
        var pathBytes: String?
        let platform: String
        let posts: Int
        let new: Int
        let updated: Int
        let unchanged: Int
        let joined: Int
        let leftOut: Int
        let reasons: [Reason]
        let asOf: AsOf
        /// `all`, or `filtered` with a table of comments.
        let comments: String
        let notes: [String]
    }

    /// - Parameter hasComments: whether a table of comments was imported too.
    func json(hasComments: Bool) {
        let name = JSONPath(path)
        let (first, last) = measured
        Output.json(
            "clipfit.learn-import/1",
            JSON(
                path: name.text, pathBytes: name.bytes, platform: export.platform,
                posts: change.added + change.updated + change.unchanged,
                new: change.added, updated: change.updated, unchanged: change.unchanged,
                joined: change.joined,
                leftOut: export.leftOut.count + change.leftOut.count, reasons: reasons,
                asOf: JSON.AsOf(from: first, to: last), comments: hasComments ? "filtered" : "all",
                notes: export.notes))
    }

    /// - Parameter hasComments: whether a table of comments was imported too.
    func text(hasComments: Bool) {
        for note in export.notes { Console.warning("\(path.shown): \(note)") }
        for reason in reasons {
            let rows = reason.rows.map(String.init).joined(separator: ", ")
            let more = reason.count > reason.rows.count ? " and \(reason.count - reason.rows.count) more" : ""
            let place = reason.column.map { ", \($0)" } ?? ""
            let found = reason.found.map { " (such as '\($0)')" } ?? ""
            Console.warning(
                "\(path.shown): row\(reason.count > 1 ? "s" : "") \(rows)\(more)\(place), left out: \(reason.reason)\(found)"
            )
        }
        let joined = change.joined > 0 ? ", \(change.joined) of them made with clipfit" : ""
        let comments = hasComments ? "" : "; comments count as they are (see --comments)"
        Output.line(
            "\(path.shown): \(export.name.printable), \(change.added) new posts, \(change.updated) updated, "
                + "\(change.unchanged) known\(joined)\(comments)")
    }
}

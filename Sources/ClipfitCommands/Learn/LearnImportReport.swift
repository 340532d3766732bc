internal import ClipCore
internal import ClipLibrary
internal import Recommendation

/// Result of importing a file, for people and scripts.
struct LearnImportReport {
    private let path: FilePath
    private let export: PostExport
    private let change: PostImport
    private let reasons: [Reason]

    /// How many rows are listed per reason.
    private static let shown = 5

    /// Rows left out for one reason.
    private struct Reason {
        let reason: String
        var count: Int
        /// The first of them.
        var rows: [Int]
        let column: String?
        let found: String?

        var object: JSONObject {
            ["reason": reason, "count": count, "rows": rows, "column": column, "found": found]
        }
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

    /// - Parameter hasComments: whether a table of comments was imported too.
    func json(hasComments: Bool) {
        let (first, last) = measured
        var object = JSONObject("path", path)
        object += [
            "platform": export.platform, "posts": change.added + change.updated + change.unchanged,
            "new": change.added, "updated": change.updated, "unchanged": change.unchanged,
            "joined": change.joined, "leftOut": export.leftOut.count + change.leftOut.count,
            "reasons": reasons.map(\.object), "asOf": ["from": first, "to": last] as JSONObject,
            "comments": hasComments ? "filtered" : "all", "notes": export.notes,
        ]
        Output.object("clipfit.learn-import/1", object)
    }

    /// - Parameter hasComments: whether a table of comments was imported too.
    func text(hasComments: Bool) {
        for note in export.notes { Console.warning(note, of: path) }
        for reason in reasons {
            let rows = reason.rows.map(String.init).joined(separator: ", ")
            let more = reason.count > reason.rows.count ? " and \(reason.count - reason.rows.count) more" : ""
            let place = reason.column.map { ", \($0)" } ?? ""
            let found = reason.found.map { " " + Language.text("(such as '\($0)')") } ?? ""
            let why = Language.text(reason.reason)
            Console.warning(
                "\(path.shown): row\(reason.count > 1 ? "s" : "") \(rows)\(more)\(place), left out: \(why)\(found)"
            )
        }
        let joined = change.joined > 0 ? ", \(change.joined) of them made with clipfit" : ""
        let comments = hasComments ? "" : "; comments count as they are (see --comments)"
        Output.line(
            "\(path.shown): \(Language.text(export.name).printable), \(change.added) new post\(change.added == 1 ? "" : "s"), \(change.updated) updated, "
                + "\(change.unchanged) known\(joined)\(comments)")
    }
}

public import Recommendation
internal import SwiftCSV
public import SystemPackage

/// Logged choices as a table: one choice a row, a header in any order, columns that are not known left out of account.
/// Needed are `action` (or `item_id`, `item`), `reward` (or `click`) and `propensity` (or `propensity_score`);
/// `position` and `timestamp` (or `time`, `posted`) where they are known.
public struct ChoiceFile: Sendable {
    private enum Field: String, CaseIterable {
        case action, position, reward, propensity, timestamp

        init?(header: String) {
            switch header.trimmed.lowercased() {
            case "action", "item_id", "item": self = .action
            case "reward", "click": self = .reward
            case "propensity", "propensity_score", "pscore": self = .propensity
            case "timestamp", "time", "posted": self = .timestamp
            case "position": self = .position
            default: return nil
            }
        }
    }

    private struct Problem: Error {
        let message: String
        var row: Int?
        var column: Field?
    }

    private init() {}

    /// All choices of a file, in its order.
    ///
    /// - Parameter path: its name for errors.
    /// - Throws: ``LibraryError/Code/unusableInput`` with row and column.
    public static func read(_ bytes: [UInt8], from path: FilePath) throws(LibraryError) -> [LoggedChoice] {
        do throws(Problem) { return try choices(bytes) } catch {
            let place = [error.row.map { "row \($0)" }, error.column.map { "column \($0.rawValue)" }]
                .compactMap { $0 }.joined(separator: ", ")
            var wrong = LibraryError(
                .unusableInput, path, (place.isEmpty ? "" : "\(place): ") + error.message,
                hint: "one choice a row, with at least the columns action, reward and propensity")
            (wrong.row, wrong.column) = (error.row, error.column?.rawValue)
            throw wrong
        }
    }

    private static func choices(_ bytes: [UInt8]) throws(Problem) -> [LoggedChoice] {
        guard bytes.count <= BoardReader.maximumBytes else {
            throw Problem(message: "it is larger than \(BoardReader.maximumBytes >> 20) MB")
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let plain = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
        guard let text = String(validating: plain, as: UTF8.self), !plain.contains(0) else {
            throw Problem(message: "it is no text in UTF-8")
        }
        guard !text.trimmed.isEmpty else { throw Problem(message: "it is empty") }
        var (choices, row, wrong) = ([LoggedChoice](), 1, Problem?.none)
        do {
            let table = try EnumeratedCSV(
                string: text.last?.isNewline == true ? text : text + "\n", delimiter: .comma,
                loadColumns: false, rowLimit: 0)
            let columns = try columns(table.header)
            try table.enumerateAsArray(startAt: 1, rowLimit: nil) { fields in
                row += 1
                guard wrong == nil, fields != [""] else { return }
                do throws(Problem) {
                    guard fields.count == table.header.count else {
                        throw Problem(
                            message: "\(fields.count) fields, and the header has \(table.header.count)")
                    }
                    choices.append(try choice(columns.mapValues { fields[$0].trimmed }, choices.count))
                } catch { wrong = Problem(message: error.message, row: row, column: error.column) }
            }
        } catch let problem as Problem {
            throw problem
        } catch { throw wrong ?? Problem(message: "a quote stands in the middle of a field", row: row) }
        if let wrong { throw wrong }
        guard !choices.isEmpty else { throw Problem(message: "there is no choice in it") }
        return choices
    }

    private static func columns(_ header: [String]) throws(Problem) -> [Field: Int] {
        var columns: [Field: Int] = [:]
        for (index, name) in header.enumerated() {
            guard let field = Field(header: name) else { continue }
            guard columns[field] == nil else {
                throw Problem(message: "two columns tell '\(field.rawValue)'", row: 1)
            }
            columns[field] = index
        }
        for field in [Field.action, .reward, .propensity] where columns[field] == nil {
            throw Problem(message: "there is no column '\(field.rawValue)'", row: 1)
        }
        return columns
    }

    private static func choice(_ fields: [Field: String], _ order: Int) throws(Problem) -> LoggedChoice {
        guard let item = fields[.action], !item.isEmpty else {
            throw Problem(message: "it is empty", column: .action)
        }
        let propensity = try number(.propensity, fields, in: 0...1)
        guard propensity > 0 else {
            throw Problem(message: "what was chosen has a probability above 0", column: .propensity)
        }
        let position = fields[.position] ?? ""
        guard let place = position.isEmpty ? 1 : Int(position), place >= 1 else {
            throw Problem(message: "'\(position)' is no place from 1 on", column: .position)
        }
        var time = Double(order)
        if let text = fields[.timestamp], !text.isEmpty {
            guard let read = PostTime.read(text) ?? Double(text), read.isFinite else {
                throw Problem(message: "'\(text)' is no time", column: .timestamp)
            }
            time = read
        }
        return LoggedChoice(
            item: item, position: place, propensity: propensity,
            reward: try number(.reward, fields, in: -1e12...1e12), time: time)
    }

    private static func number(
        _ field: Field, _ fields: [Field: String], in range: ClosedRange<Double>
    ) throws(Problem) -> Double {
        let text = fields[field] ?? ""
        guard let value = Double(text), range.contains(value) else {
            throw Problem(message: "'\(text)' is no number that it can be", column: field)
        }
        return value
    }
}

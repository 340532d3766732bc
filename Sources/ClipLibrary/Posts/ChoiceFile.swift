public import Recommendation
public import SystemPackage

/// Logged choices as a table: one choice a row, a header in any order, columns that are not known left out of account.
/// Needed are `action` (or `item_id`, `item`), `reward` (or `click`) and `propensity` (or `propensity_score`);
/// `position` and `timestamp` (or `time`, `posted`) where they are known.
public struct ChoiceFile: Sendable {
    private enum Field: String, CaseIterable {
        case action, position, reward, propensity, timestamp

        /// - Parameter header: in lower case.
        init?(header: String) {
            switch header {
            case "action", "item_id", "item": self = .action
            case "reward", "click": self = .reward
            case "propensity", "propensity_score", "pscore": self = .propensity
            case "timestamp", "time", "posted": self = .timestamp
            case "position": self = .position
            default: return nil
            }
        }
    }

    private init() {}

    /// All choices of a file, in its order.
    ///
    /// - Parameter path: its name for errors.
    /// - Throws: ``LibraryError/Code/unusableInput`` with row and column.
    public static func read(_ bytes: [UInt8], from path: FilePath) throws(LibraryError) -> [LoggedChoice] {
        let usual = "one choice a row, with at least the columns action, reward and propensity"
        return try ImportProblem.telling(path, usual: usual) { () throws(ImportProblem) in
            try ImportFile.check(bytes)
            let table = try CSVTable(try PlainText.read(bytes))
            let columns = try table.columns(Field.init(header:), needed: [.action, .reward, .propensity])
            var choices: [LoggedChoice] = []
            try table.forEach { (_, fields) throws(ImportProblem) in
                choices.append(try choice(columns.mapValues { fields[$0].trimmed }, choices.count))
            }
            guard !choices.isEmpty else { throw ImportProblem("there is no choice in it") }
            return choices
        }
    }

    private static func choice(_ fields: [Field: String], _ order: Int) throws(ImportProblem) -> LoggedChoice
    {
        guard let item = fields[.action], !item.isEmpty else {
            throw wrong(.action, "it is empty")
        }
        let propensity = try number(.propensity, fields, in: 0...1)
        guard propensity > 0 else {
            throw wrong(.propensity, "what was chosen has a probability above 0")
        }
        let position = fields[.position] ?? ""
        guard let place = position.isEmpty ? 1 : Int(position), place >= 1 else {
            throw wrong(.position, "'\(position)' is no place from 1 on")
        }
        var time = Double(order)
        if let text = fields[.timestamp], !text.isEmpty {
            guard let read = PostTime.read(text) ?? Double(text), read.isFinite else {
                throw wrong(.timestamp, "'\(text)' is no time")
            }
            time = read
        }
        return LoggedChoice(
            item: item, position: place, propensity: propensity,
            reward: try number(.reward, fields, in: -1e12...1e12), time: time)
    }

    private static func number(
        _ field: Field, _ fields: [Field: String], in range: ClosedRange<Double>
    ) throws(ImportProblem) -> Double {
        let text = fields[field] ?? ""
        guard let value = Double(text), range.contains(value) else {
            throw wrong(field, "'\(text)' is no number that it can be")
        }
        return value
    }

    private static func wrong(_ field: Field, _ message: String) -> ImportProblem {
        ImportProblem(message, column: "column \(field.rawValue)")
    }
}

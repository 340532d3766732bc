/// A value of a line of a board.
struct ChartCell {
    enum Value {
        case text(String)
        case number(Double)
        case flag(Bool)
    }

    let value: Value
    /// Where it stands: `column 2 (rank)`, `rank`.
    let place: String

    /// As text; "" for what is empty.
    var text: String {
        switch value {
        case .text(let text): text.trimmed
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
        case .flag(let flag): "\(flag)"
        }
    }

    func problem(_ message: String, hint: String? = nil) -> ImportProblem {
        ImportProblem(message, column: place, hint: hint)
    }
}

/// A line of a board as it stands in a file.
protocol ChartRecord {
    /// The value of a field; nil where there is none, or it is empty.
    func cell(_ field: ChartField) -> ChartCell?
}

extension ChartRecord {
    func text(_ field: ChartField) -> String? { cell(field)?.text }

    /// A whole number from 1 on.
    func rank() throws(ImportProblem) -> Int? {
        guard let cell = cell(.rank) else { return nil }
        guard let value = number(cell)?.value, value >= 1, value <= 10_000_000, value == value.rounded()
        else {
            throw cell.problem("'\(cell.text)' is no rank: a whole number from 1 on")
        }
        return Int(value)
    }

    /// A number from 0 on, and whether it could have been read otherwise.
    func count(_ field: ChartField) throws(ImportProblem) -> (value: Double, isAmbiguous: Bool)? {
        guard let cell = cell(field) else { return nil }
        guard let number = number(cell), number.value >= 0 else {
            throw cell.problem(
                "'\(cell.text)' is no count",
                hint: "counts are written 5431, 5,431, 1.2K or 3.4M; leave out what is unknown")
        }
        return number
    }

    private func number(_ cell: ChartCell) -> (value: Double, isAmbiguous: Bool)? {
        switch cell.value {
        case .number(let number): number.isFinite ? (number, false) : nil
        case .text(let text): ChartNumber.read(text)
        case .flag: nil
        }
    }

    func flag(_ field: ChartField) throws(ImportProblem) -> Bool? {
        guard let cell = cell(field) else { return nil }
        switch cell.text.lowercased() {
        case "true", "1", "yes", "ya": return true
        case "false", "0", "no", "tidak": return false
        default: throw cell.problem("'\(cell.text)' is neither true nor false")
        }
    }

    /// The kinds of boards that the fields speak for.
    func kinds(_ fields: some Sequence<ChartField>) -> Set<String> { Set(fields.compactMap(\.kind)) }
}

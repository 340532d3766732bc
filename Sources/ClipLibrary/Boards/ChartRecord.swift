/// A value in a chart line.
struct ChartCell {
    enum Value {
        case text(String)
        case number(Double)
        case flag(Bool)
    }

    let value: Value
    /// Its column or key: `column 2 (rank)`, `rank`.
    let place: String

    /// As text; "" if empty.
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

/// A chart line as stored in a file.
protocol ChartRecord {
    /// The value of a field; nil if missing or empty.
    func cell(_ field: ChartField) -> ChartCell?
}

extension ChartRecord {
    func text(_ field: ChartField) -> String? { cell(field)?.text }

    /// The rank, a whole number from 1.
    func rank() throws(ImportProblem) -> Int? {
        guard let cell = cell(.rank) else { return nil }
        guard let value = number(cell)?.value, value >= 1, value <= 10_000_000, value == value.rounded()
        else { throw cell.problem("'\(cell.text)' is no rank: a whole number from 1 on") }
        return Int(value)
    }

    /// A count from 0, and whether it is ambiguous.
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

    /// The chart kinds that the fields imply.
    func kinds(_ fields: some Sequence<ChartField>) -> Set<String> { Set(fields.compactMap(\.kind)) }
}

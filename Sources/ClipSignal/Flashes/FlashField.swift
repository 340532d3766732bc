/// A field of view of 10 degrees, of which less than a quarter may flash (WCAG 2.2, general flash).
///
/// On a phone held 30 cm away and filled by the picture, 10 degrees are about three quarters of its shorter side.
struct FlashField: Sendable {
    private static let share = 0.75

    private let columns: Range<Int>
    private let rows: Range<Int>

    var cells: Int { columns.count * rows.count }

    /// Index of a picture's cell in the field; nil outside.
    func cell(column: Int, row: Int) -> Int? {
        guard columns.contains(column), rows.contains(row) else { return nil }
        return (row - rows.lowerBound) * columns.count + column - columns.lowerBound
    }

    /// This many cells are at least a quarter of the field.
    func isEnough(_ count: Int) -> Bool { 4 * count >= cells }

    /// Fields that overlap by more than three quarters and cover the picture.
    static func all(width: Int, height: Int) -> [FlashField] {
        let side = share * Double(min(width, height))
        let (columns, rows) = (places(side / Double(max(1, width))), places(side / Double(max(1, height))))
        return rows.flatMap { rows in columns.map { FlashField(columns: $0, rows: rows) } }
    }

    private static func places(_ share: Double) -> [Range<Int>] {
        let side = FlashGrid.side
        let length = min(side, max(4, Int((share * Double(side)).rounded())))
        let count = (side - length + length / 5) / max(1, length / 5)
        return (0...count).map { number in
            let start = count == 0 ? 0 : number * (side - length) / count
            return start..<start + length
        }
    }
}

/// Pictures of one size in a grid, each with its name below it, as red, green and blue.
public struct ContactSheet: Sendable {
    /// Pixels a row.
    public let width: Int
    /// Rows.
    public private(set) var height: Int
    /// Red, green and blue of each pixel, row after row without gaps.
    public private(set) var pixels: [UInt8]

    private static let gap = 12
    /// Pixels a point of a letter.
    private static let scale = 2
    private static let labelHeight = (BitmapFont.height + 2) * scale + 10

    /// A sheet of `columns` columns, filled row by row.
    ///
    /// - Parameter tiles: at least one; all pictures have the size of the first.
    public init(_ tiles: [(name: String, picture: Still)], columns: Int) {
        precondition(!tiles.isEmpty && columns > 0, "a sheet has tiles")
        let (tileWidth, tileHeight) = (tiles[0].picture.width, tiles[0].picture.height)
        let rows = (tiles.count + columns - 1) / columns
        width = Self.gap + columns * (tileWidth + Self.gap)
        height = Self.gap + rows * (tileHeight + Self.labelHeight)
        pixels = [UInt8](repeating: 24, count: width * height * 3)
        for (index, tile) in tiles.enumerated() {
            let x = Self.gap + index % columns * (tileWidth + Self.gap)
            let y = Self.gap + index / columns * (tileHeight + Self.labelHeight)
            draw(tile.picture, x, y)
            write(tile.name, x, y + tileHeight + 5, width: tileWidth)
        }
    }

    private mutating func draw(_ picture: Still, _ left: Int, _ top: Int) {
        for y in 0..<picture.height {
            for x in 0..<picture.width { set(left + x, top + y, picture.colour(x, y)) }
        }
    }

    /// Letters that do not fit into `width` are left out.
    private mutating func write(_ name: String, _ left: Int, _ top: Int, width: Int) {
        let advance = (BitmapFont.width + 1) * Self.scale
        for (index, letter) in name.prefix(width / advance).enumerated() {
            let descent = BitmapFont.descent(letter) * Self.scale
            for y in 0..<BitmapFont.height * Self.scale {
                for x in 0..<BitmapFont.width * Self.scale
                where BitmapFont.isSet(letter, x / Self.scale, y / Self.scale) {
                    set(left + index * advance + x, top + descent + y, (235, 235, 235))
                }
            }
        }
    }

    private mutating func set(_ x: Int, _ y: Int, _ colour: (red: UInt8, green: UInt8, blue: UInt8)) {
        let at = (y * width + x) * 3
        (pixels[at], pixels[at + 1], pixels[at + 2]) = colour
    }
}

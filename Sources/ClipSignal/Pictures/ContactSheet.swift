public import ClipCore

/// A grid of labelled pictures of equal size, in RGB.
public struct ContactSheet: Sendable {
    /// Pixels per row.
    public let width: Int
    /// Number of rows.
    public private(set) var height: Int
    /// Red, green and blue of each pixel, row by row without gaps.
    public private(set) var pixels: [UInt8]

    private static let gap = 12
    /// Pixels per dot of a letter.
    private static let scale = 2
    private static let labelHeight = (BitmapFont.height + 2) * scale + 10

    /// Creates a sheet with this many columns, filled row by row.
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

    /// Letters beyond `width` are dropped.
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

/// A 5x7 bitmap font for look names: lower case, digits and the hyphen. Drawn for clipfit.
enum BitmapFont {
    static let width = 5
    static let height = 7

    /// The dots of each letter, row by row from the highest of 35 bits.
    private static let letters: [Character: UInt64] = [
        ".": 0x0000_0000_0004, "a": 0x0000_00E0_BE2F, "b": 0x0004_21E8_C63E, "c": 0x0000_00F8_420F,
        "d": 0x0000_42F8_C62F, "e": 0x0000_00E8_FE0E, "f": 0x0001_91E4_2108, "g": 0x0000_1F18_BC2E,
        "h": 0x0004_21E8_C631, "i": 0x0001_00C2_108E, "j": 0x0000_8061_0A4C, "k": 0x0004_212A_6292,
        "l": 0x0003_0842_108E, "m": 0x0000_01AA_D6B5, "n": 0x0000_01E8_C631, "o": 0x0000_00E8_C62E,
        "p": 0x0000_3D18_FA10, "q": 0x0000_1F18_BC21, "r": 0x0000_016C_C210, "s": 0x0000_00F8_383E,
        "t": 0x0002_11E4_2106, "u": 0x0000_0118_C66D, "v": 0x0000_0118_C544, "w": 0x0000_011A_D6AA,
        "x": 0x0000_0115_1151, "y": 0x0000_2318_BC2E, "z": 0x0000_01F1_111F, "0": 0x0003_A33A_E62E,
        "1": 0x0001_1842_108E, "2": 0x0003_A211_111F, "3": 0x0003_A213_062E, "4": 0x0000_8CA9_7C42,
        "5": 0x0007_E1E0_862E, "6": 0x0003_A10F_462E, "7": 0x0007_C222_1108, "8": 0x0003_A317_462E,
        "9": 0x0003_A317_842E, "-": 0x0000_0007_0000,
    ]

    /// Number of dots that a letter hangs below the line.
    static func descent(_ letter: Character) -> Int { "gpqyj".contains(letter) ? 2 : 0 }

    /// Whether a dot of a letter is set; unknown characters are drawn as a frame.
    static func isSet(_ letter: Character, _ x: Int, _ y: Int) -> Bool {
        guard let bits = letters[letter] else { return x == 0 || y == 0 || x == width - 1 || y == height - 1 }
        return bits >> UInt64(width * height - 1 - y * width - x) & 1 == 1
    }
}

extension Still {
    /// Darkens the picture outside rectangles, more where more apply, and outlines `frame` brightly.
    public func shaded(outside clear: [Picture.Rectangle], around frame: Picture.Rectangle) -> Still {
        var copy = self
        copy.changeLuma { x, y, luma in
            let covers = clear.count { !$0.contains(x, y) }
            if frame.contains(x, y), !frame.inset(by: 2).contains(x, y) { return 235 }
            let share = covers == 0 ? 1 : 0.8 - 0.45 * Double(covers) / Double(max(1, clear.count))
            return UInt8((16 + max(0, Double(luma) - 16) * share).rounded())
        }
        return copy
    }
}

extension Picture.Rectangle {
    fileprivate func contains(_ x: Int, _ y: Int) -> Bool {
        x >= self.x && y >= self.y && x < self.x + size.width && y < self.y + size.height
    }

    fileprivate func inset(by pixels: Int) -> Picture.Rectangle {
        Picture.Rectangle(
            x: x + pixels, y: y + pixels,
            size: Picture.Size(width: size.width - 2 * pixels, height: size.height - 2 * pixels))
    }
}

/// Letters of 5 by 7 points for names of looks: lower case, digits and the hyphen. Drawn for clipfit.
enum BitmapFont {
    static let width = 5
    static let height = 7

    /// The points of each letter, row after row from the highest of 35 bits.
    private static let letters: [Character: UInt64] = [
        ".": 0x0000_0000_0004, "a": 0x0000_00E0_BE2F, "b": 0x0004_21E8_C63E, "c": 0x0000_00F8_420F,
        "d": 0x0000_42F8_C62F,
        "e": 0x0000_00E8_FE0E, "f": 0x0001_91E4_2108, "g": 0x0000_1F18_BC2E, "h": 0x0004_21E8_C631,
        "i": 0x0001_00C2_108E, "j": 0x0000_8061_0A4C, "k": 0x0004_212A_6292, "l": 0x0003_0842_108E,
        "m": 0x0000_01AA_D6B5, "n": 0x0000_01E8_C631, "o": 0x0000_00E8_C62E, "p": 0x0000_3D18_FA10,
        "q": 0x0000_1F18_BC21, "r": 0x0000_016C_C210, "s": 0x0000_00F8_383E, "t": 0x0002_11E4_2106,
        "u": 0x0000_0118_C66D, "v": 0x0000_0118_C544, "w": 0x0000_011A_D6AA, "x": 0x0000_0115_1151,
        "y": 0x0000_2318_BC2E, "z": 0x0000_01F1_111F, "0": 0x0003_A33A_E62E, "1": 0x0001_1842_108E,
        "2": 0x0003_A211_111F, "3": 0x0003_A213_062E, "4": 0x0000_8CA9_7C42, "5": 0x0007_E1E0_862E,
        "6": 0x0003_A10F_462E, "7": 0x0007_C222_1108, "8": 0x0003_A317_462E, "9": 0x0003_A317_842E,
        "-": 0x0000_0007_0000,
    ]

    /// How many points a letter hangs below the line.
    static func descent(_ letter: Character) -> Int { "gpqyj".contains(letter) ? 2 : 0 }

    /// Whether a point of a letter is set; what has no letter of its own is a frame.
    static func isSet(_ letter: Character, _ x: Int, _ y: Int) -> Bool {
        guard let bits = letters[letter] else { return x == 0 || y == 0 || x == width - 1 || y == height - 1 }
        return bits >> UInt64(width * height - 1 - y * width - x) & 1 == 1
    }
}

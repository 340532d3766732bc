internal import SystemLibrary

/// A colour of ink: red, green and blue of sRGB, and how much it covers. Written `#ffcc00`, or `#000000b0` with the cover last.
public struct RGBColour: Hashable, Codable, Sendable {
    /// 0 to 255 each.
    public let red: UInt8, green: UInt8, blue: UInt8
    /// 0 (nothing is seen of it) to 255.
    public let cover: UInt8

    /// Full white.
    public static let white = RGBColour(red: 255, green: 255, blue: 255)
    /// Full black.
    public static let black = RGBColour(red: 0, green: 0, blue: 0)

    /// A colour of these parts.
    public init(red: UInt8, green: UInt8, blue: UInt8, cover: UInt8 = 255) {
        (self.red, self.green, self.blue, self.cover) = (red, green, blue, cover)
    }

    /// Nil where it is not written as six or eight hexadecimal digits behind a `#`.
    public init?(_ text: String) {
        guard text.first == "#", [7, 9].contains(text.utf8.count),
            let number = UInt32(text.dropFirst() + (text.utf8.count == 7 ? "ff" : ""), radix: 16),
            text.dropFirst().allSatisfy(\.isHexDigit)
        else { return nil }
        let part = { (shift: UInt32) in UInt8(truncatingIfNeeded: number >> shift) }
        self.init(red: part(24), green: part(16), blue: part(8), cover: part(0))
    }

    /// As it is written.
    public var text: String {
        let two = { (part: UInt8) in part < 16 ? "0" + String(part, radix: 16) : String(part, radix: 16) }
        return "#" + two(red) + two(green) + two(blue) + (cover == 255 ? "" : two(cover))
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2).
    var luminance: Double {
        let linear = [red, green, blue].map { part in
            let value = Double(part) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// Contrast ratio to another colour, 1 to 21 (WCAG 2.2), both taken as full.
    func contrast(to other: RGBColour) -> Double {
        let (one, two) = (luminance + 0.05, other.luminance + 0.05)
        return max(one, two) / min(one, two)
    }

    /// Black or white: the one that it is read on best.
    public var opposite: RGBColour { contrast(to: .black) >= contrast(to: .white) ? .black : .white }

    /// Reads what ``text`` writes.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let colour = RGBColour(text) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath, debugDescription: "'\(text)' is no colour such as #ffcc00"
                ))
        }
        self = colour
    }

    /// As ``text``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

internal import SystemLibrary

/// An sRGB colour with opacity, written `#ffcc00`, or `#000000b0` with the opacity last.
public struct RGBColour: Hashable, Codable, Sendable {
    /// Each from 0 to 255.
    public let red: UInt8, green: UInt8, blue: UInt8
    /// Opacity: 0 (transparent) to 255.
    public let cover: UInt8

    /// Opaque white.
    public static let white = RGBColour(red: 255, green: 255, blue: 255)
    /// Opaque black.
    public static let black = RGBColour(red: 0, green: 0, blue: 0)

    package init(red: UInt8, green: UInt8, blue: UInt8, cover: UInt8 = 255) {
        (self.red, self.green, self.blue, self.cover) = (red, green, blue, cover)
    }

    /// Parses six or eight hexadecimal digits after a `#`; nil if invalid.
    public init?(_ text: String) {
        guard text.first == "#", [7, 9].contains(text.utf8.count),
            let number = UInt32(text.dropFirst() + (text.utf8.count == 7 ? "ff" : ""), radix: 16),
            text.dropFirst().allSatisfy(\.isHexDigit)
        else { return nil }
        let part = { (shift: UInt32) in UInt8(truncatingIfNeeded: number >> shift) }
        self.init(red: part(24), green: part(16), blue: part(8), cover: part(0))
    }

    /// The written form.
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

    /// Contrast ratio to another colour, 1 to 21 (WCAG 2.2), both as if opaque.
    func contrast(to other: RGBColour) -> Double {
        let (one, two) = (luminance + 0.05, other.luminance + 0.05)
        return max(one, two) / min(one, two)
    }

    /// Black or white, whichever has more contrast on this colour.
    public var opposite: RGBColour { contrast(to: .black) >= contrast(to: .white) ? .black : .white }

    /// Decodes the form of ``text``.
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

    /// Encodes the form of ``text``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A look: a small recipe for colours, applied in the order of its properties.
public struct Look: Hashable, Codable, Sendable {
    /// A point of a tone curve; both values from 0 (black) to 1 (white).
    public struct Point: Hashable, Codable, Sendable {
        /// Input value.
        public var x: Double
        /// Output value.
        public var y: Double

        /// Creates a point.
        public init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
    }

    /// The name that users type, e.g. `warm-cafe`: lower-case letters, digits and hyphens.
    public var name: String
    /// Its purpose, in one line.
    public var summary: String
    /// Moods that it suits, e.g. `warm`, `calm`.
    public var moods: [String]
    /// White balance, -1 (colder) to 1 (warmer).
    public var temperature: Double
    /// Tint, -1 (green) to 1 (magenta).
    public var tint: Double
    /// Contrast around middle grey, 0 to 2; 1 changes nothing.
    public var contrast: Double
    /// Saturation, 0 (black and white) to 2; 1 changes nothing.
    public var saturation: Double
    /// Tone curves, points ordered by x: `master` for all channels, then `red`, `green`, `blue`; other
    /// channels are unchanged.
    public var curves: [String: [Point]]
    /// Effects after the colours, at the output's size; nil for none.
    public var texture: Texture?

    /// Lens and film effects; each from 0 (none) to 1.
    public struct Texture: Hashable, Codable, Sendable {
        /// Sharpens edges; about 13 ms of CPU time per 1080x1920 frame.
        public var sharpen = 0.0
        /// Darkens the corners; about 11 ms per frame.
        public var vignette = 0.0
        /// Moving grain; costs no CPU time, but bits: at CRF 21 about 1.5 times as many at 0.5, far more at 1.
        public var grain = 0.0

        package init() {}
    }

    /// Creates a look that changes nothing.
    public init(name: String, summary: String = "", moods: [String] = []) {
        (self.name, self.summary, self.moods) = (name, summary, moods)
        (temperature, tint, contrast, saturation, curves) = (0, 0, 1, 1, [:])
    }

    /// The range of ``temperature`` and ``tint``.
    public static let shifts = -1.0...1.0
    /// The range of ``contrast`` and ``saturation``.
    public static let strengths = 0.0...2.0
    /// The range of the values in ``texture``.
    public static let amounts = 0.0...1.0

    /// Why the look is invalid, e.g. in a plan edited by hand; nil if it is valid.
    public var problem: String? {
        let points = curves.values.flatMap { $0 }
        if !Self.shifts.contains(temperature) || !Self.shifts.contains(tint) {
            return "temperature and tint of a look go from -1 to 1"
        }
        if !Self.strengths.contains(contrast) || !Self.strengths.contains(saturation) {
            return "contrast and saturation of a look go from 0 to 2"
        }
        if let texture, ![texture.sharpen, texture.vignette, texture.grain].allSatisfy(Self.amounts.contains)
        {
            return "sharpen, vignette and grain of a look go from 0 to 1"
        }
        if let name = curves.keys.sorted().first(where: { Curve(rawValue: $0) == nil }) {
            return "a look has no curve '\(name)'"
        }
        let isInside = points.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) }
        let isShort = curves.values.allSatisfy { $0.count <= Self.maximumPoints }
        return isInside && isShort ? nil : "curves of a look have at most 16 points, from 0 to 1"
    }

    /// The most points per curve.
    public static let maximumPoints = 16

    /// The names of the curves.
    public enum Curve: String, CaseIterable, Sendable {
        /// All channels, before their own curves.
        case master
        /// One channel.
        case red, green, blue
    }
}

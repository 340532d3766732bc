/// A look: a small recipe for colours. Its parts apply in the order in which they stand here.
public struct Look: Hashable, Codable, Sendable {
    /// A point of a tone curve: both from 0 (black) to 1 (white).
    public struct Point: Hashable, Codable, Sendable {
        /// The value that comes in.
        public var x: Double
        /// The value that goes out.
        public var y: Double

        /// A point of these values.
        public init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// The name that users type, e.g. `warm-cafe`: lower case, digits and hyphens.
    public var name: String
    /// What it is for, in one line.
    public var summary: String
    /// Moods that it goes with, e.g. `warm`, `calm`.
    public var moods: [String]
    /// Warmer above 0, colder below: -1 to 1.
    public var temperature: Double
    /// Towards magenta above 0, towards green below: -1 to 1.
    public var tint: Double
    /// Around middle grey: 1 leaves it as it is, 0 to 2.
    public var contrast: Double
    /// 1 leaves it as it is, 0 is black and white, up to 2.
    public var saturation: Double
    /// Tone curves through these points in the order of x: `master` for all channels, and `red`, `green`, `blue`
    /// after it; a channel that is not named keeps its values.
    public var curves: [String: [Point]]
    /// What is done after the colours, at the output's size; nil for nothing.
    public var texture: Texture?

    /// What a lens and a film do to a picture besides its colours; each from 0 (nothing) to 1.
    public struct Texture: Hashable, Codable, Sendable {
        /// Edges become clearer; about 13 ms of a processor a frame of 1080x1920.
        public var sharpen = 0.0
        /// Corners become darker; about 11 ms a frame.
        public var vignette = 0.0
        /// Moving grain; hardly any time, but bits: at CRF 21 half as many again at 0.5, and many times as many at 1.
        public var grain = 0.0

        /// Nothing.
        public init() {}
    }

    /// A look that changes nothing yet.
    public init(name: String, summary: String = "", moods: [String] = []) {
        self.name = name
        self.summary = summary
        self.moods = moods
        (temperature, tint, contrast, saturation, curves) = (0, 0, 1, 1, [:])
    }

    /// What ``temperature`` and ``tint`` may be.
    public static let shifts = -1.0...1.0
    /// What ``contrast`` and ``saturation`` may be.
    public static let strengths = 0.0...2.0
    /// What the parts of ``texture`` may be.
    public static let amounts = 0.0...1.0

    /// What keeps it from being drawn, e.g. of a plan that somebody edited; nil where it is sound.
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

    /// The most points of a curve.
    public static let maximumPoints = 16

    /// The names of the curves.
    public enum Curve: String, CaseIterable, Sendable {
        /// For all channels, before their own.
        case master
        /// For one channel.
        case red, green, blue
    }
}

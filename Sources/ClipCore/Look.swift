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

    /// A look that changes nothing yet.
    public init(name: String, summary: String = "", moods: [String] = []) {
        self.name = name
        self.summary = summary
        self.moods = moods
        (temperature, tint, contrast, saturation, curves) = (0, 0, 1, 1, [:])
    }
}

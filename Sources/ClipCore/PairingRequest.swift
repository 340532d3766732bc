/// What a clip brings to music: how long it is, where it is cut, how much moves.
public struct PairingRequest: Hashable, Sendable {
    /// Seconds of music that are needed.
    public var length: Double
    /// Seconds of the cuts inside the clip, from its start.
    public var cuts: [Double]
    /// How much moves in each tenth of a second, in any unit; empty where that is unknown.
    public var motion: [Double]

    /// A clip of that many seconds.
    public init(length: Double, cuts: [Double] = [], motion: [Double] = []) {
        (self.length, self.cuts, self.motion) = (length, cuts, motion)
    }
}

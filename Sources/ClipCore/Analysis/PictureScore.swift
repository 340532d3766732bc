/// Scores of one decoded frame: its own, and its differences to the frames around it.
public struct PictureScore: Hashable, Codable, Sendable {
    /// Presentation time, on the file's own clock.
    public var time: MediaTime
    /// Mean absolute difference to the frame before, luma and twice the chroma: 0 to 255 and above. 0 for the first.
    public var change: Float = 0
    /// Root mean square difference of coarse blocks to the frame before: 0 to 255 and above.
    public var gap: Float = 0
    /// Earth mover's distance of the histograms to the frame before, in percent of their range.
    public var spread: Float = 0
    /// How closely the clip returns within 250 ms to what it showed before: the distance as a share of
    /// ``change``. A flash returns, a cut does not.
    public var reversal: Float = 1
    /// The ``gap`` between the ends of the stretch around the frame that changes as a dissolve would; 0 if
    /// there is none.
    public var blend: Float = 0
    /// Length of that stretch in seconds.
    public var blendLength: Float = 0
    /// Mean luma as coded: 0 to 255.
    public var luma: Float = 0
    /// Standard deviation of the luma.
    public var contrast: Float = 0
    /// Mean absolute difference of luma two pixels apart: fine detail, gone where the picture is blurred.
    public var sharpness: Float = 0
    /// Mean of the blue chroma (Cb) as coded; 128 is neutral.
    public var blue: Float = 128
    /// Mean of the red chroma (Cr) as coded; 128 is neutral.
    public var red: Float = 128
    /// Mean distance of the chroma from grey: 0 to 181.
    public var colourfulness: Float = 0
    /// Where the picture draws the eye.
    public var saliency = Saliency()
    /// Black at the edges.
    public var edges = PictureEdges()

    /// Creates a score without measurements.
    public init(time: MediaTime) { self.time = time }
}

/// Output picture of a re-encode: size, frame rate, crop, colours and overlays. A plan without one keeps the
/// source's picture, copied or encoded unchanged.
public struct Picture: Hashable, Codable, Sendable {
    /// How a picture fits into a frame of another aspect ratio.
    public enum Reframe: String, Hashable, Codable, Sendable, CaseIterable {
        /// Fills the frame; the overhang is cropped.
        case cover
        /// The whole picture, letterboxed.
        case contain
        /// The whole picture, over a blurred copy that fills the frame.
        case containBlur = "contain-blur"
        /// The whole picture, distorted to fill the frame.
        case stretch
    }

    /// Named aspect ratios.
    public enum Aspect: String, Hashable, Sendable, CaseIterable {
        /// Portrait, as a phone is held.
        case portrait = "9:16"
        /// Square.
        case square = "1:1"
        /// Portrait, for feeds.
        case feed = "4:5"
        /// Landscape, as on television.
        case landscape = "16:9"
        /// The source's.
        case source

        /// Its output size; nil for the source's.
        public var size: Size? {
            switch self {
            case .portrait: Size(width: 1080, height: 1920)
            case .square: Size(width: 1080, height: 1080)
            case .feed: Size(width: 1080, height: 1350)
            case .landscape: Size(width: 1920, height: 1080)
            case .source: nil
            }
        }
    }

    /// Corners of a picture.
    public enum Corner: String, Hashable, Codable, Sendable, CaseIterable {
        /// Top left.
        case topLeft = "top-left"
        /// Top right.
        case topRight = "top-right"
        /// Bottom left.
        case bottomLeft = "bottom-left"
        /// Bottom right.
        case bottomRight = "bottom-right"
    }

    /// A size in whole pixels; both sides are positive.
    public struct Size: Hashable, Codable, Sendable {
        /// Pixels per row.
        public var width: Int
        /// Number of rows.
        public var height: Int

        package init(width: Int, height: Int) { (self.width, self.height) = (width, height) }

        /// `1080x1920`.
        public var text: String { "\(width)x\(height)" }
    }

    /// A rectangle of the upright picture (rotation applied), in coded pixels.
    public struct Rectangle: Hashable, Codable, Sendable {
        /// Pixels left of the rectangle.
        public var x: Int
        /// Rows above the rectangle.
        public var y: Int
        /// Its size.
        public var size: Size

        /// Creates a rectangle with its top left pixel at (x, y).
        public init(x: Int, y: Int, size: Size) { (self.x, self.y, self.size) = (x, y, size) }
    }

    /// A logo with transparency, drawn on the output.
    public struct Logo: Hashable, Codable, Sendable {
        /// The picture's file, a PNG.
        public var file: PlannedPath
        /// Its rectangle in the output's pixels; the logo is scaled to it.
        public var place: Rectangle
        /// 0 (invisible) to 1.
        public var opacity: Double

        package init(file: PlannedPath, place: Rectangle, opacity: Double) {
            (self.file, self.place, self.opacity) = (file, place, opacity)
        }

        /// Why the logo is invalid for a frame, e.g. in a plan edited by hand; nil if it is valid.
        func problem(on frame: Size) -> String? {
            let size = place.size
            guard size.width > 0, size.height > 0, place.x >= 0, place.y >= 0,
                place.x <= frame.width - size.width, place.y <= frame.height - size.height
            else { return "the logo does not lie on the picture" }
            return (0...1).contains(opacity) ? nil : "the logo's opacity goes from 0 to 1"
        }
    }

    /// HDR transfer functions (ITU-R BT.2100), by FFmpeg's names.
    public enum HDR: String, Hashable, Codable, Sendable {
        /// Perceptual quantisation.
        case pq = "smpte2084"
        /// Hybrid log-gamma.
        case hlg = "arib-std-b67"

        /// Its common name.
        public var name: String { self == .pq ? "PQ" : "HLG" }

        /// Peak luminance in cd/m² that maps to white, if the source declares none.
        public static let usualPeak = 1000.0

        /// Peak luminance in cd/m² that maps to white.
        ///
        /// A declared peak is clamped to 400...2000: less would hardly be HDR, and more would darken everything else.
        public func peak(of colour: MediaInfo.Colour) -> Double {
            guard self == .pq, let told = colour.peak else { return Self.usualPeak }
            return min(2000, max(400, told.rounded()))
        }
    }

    /// Records that the crop was chosen by analysing the clip.
    public struct Looking: Hashable, Codable, Sendable {
        /// The requested reframing, if only a letterbox was searched for; nil if the action was, too.
        public var asked: Reframe?
    }

    /// Output size: even sides, square pixels, upright.
    public var size: Size
    /// Constant frames per second.
    public var frameRate: Fraction
    /// Exact number of output frames.
    public var frames: Int
    /// How the source fits into ``size``.
    public var reframe: Reframe
    /// The upright picture without its letterbox; nil for all of it.
    public var content: Rectangle?
    /// The crop of the upright picture that fills the frame; nil for all of ``content``.
    public var crop: Rectangle?
    /// A crop that changes over time, instead of ``crop``; nil for none.
    public var path: CropPath?
    /// How ``crop`` and ``content`` were chosen; nil if not by analysis.
    public var looking: Looking?
    /// The source's HDR transfer, to be tone-mapped to BT.709; nil for SDR.
    public var hdr: HDR?
    /// Peak luminance of ``hdr`` in cd/m² that maps to white; nil for ``HDR/usualPeak``.
    public var peak: Double?
    /// What becomes of the two fields of an interlaced frame.
    public enum Deinterlacing: String, Codable, Sendable, CaseIterable {
        /// One picture per frame, if it is interlaced.
        case auto
        /// One picture per field, at twice the frame rate.
        case fields
        /// As it is: the file says interlaced, and its pictures are whole.
        case off
    }

    /// Deinterlaces first.
    public var deinterlaces: Bool
    /// What becomes of the fields of an interlaced source; nil for ``Deinterlacing/auto``.
    public var deinterlacing: Deinterlacing?
    /// The look; nil for none.
    public var look: Look?
    /// A 3D LUT (`.cube`) applied after the look; nil for none.
    public var lut: PlannedPath?
    /// The logo; nil for none.
    public var logo: Logo?
    /// Overlay texts, stacked in order; nil for none.
    public var words: [Words]?
    /// Strength of flash softening, 1 to ``mostSoftening``; nil for none.
    public var softening: Int?

    /// The strongest flash softening.
    public static let mostSoftening = 5

    /// Creates a picture with unchanged colours and no overlays.
    public init(size: Size, frameRate: Fraction, frames: Int, reframe: Reframe) {
        (self.size, self.frameRate, self.frames, self.reframe) = (size, frameRate, frames, reframe)
        deinterlaces = false
    }
}

extension Picture {
    /// Removes results of analysing the source, restoring the requested reframing.
    public mutating func forgetWhatWasSeen() {
        guard let looking else { return }
        (content, crop, path) = (nil, nil, nil)
        reframe = looking.asked ?? .cover
    }
}

/// How a picture is made anew: its size, rate, crop, colours and what lies on it. A plan that has none keeps the
/// source's picture, by copying or by encoding it as it is.
public struct Picture: Hashable, Codable, Sendable {
    /// How a picture of one shape gets into a frame of another.
    public enum Reframe: String, Hashable, Codable, Sendable, CaseIterable {
        /// Fills the frame; what stands out is cut off.
        case cover
        /// All of it, with black bars.
        case contain
        /// All of it, over a blurred copy that fills the frame.
        case containBlur = "contain-blur"
        /// All of it, distorted to fill the frame.
        case stretch
    }

    /// Shapes by their names.
    public enum Aspect: String, Hashable, Sendable, CaseIterable {
        /// Upright, as a phone is held.
        case portrait = "9:16"
        /// As wide as high.
        case square = "1:1"
        /// Upright, for feeds.
        case feed = "4:5"
        /// As television is.
        case landscape = "16:9"
        /// The source's.
        case source

        /// The size that goes with it; nil for the source's.
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
        /// Above, on the left.
        case topLeft = "top-left"
        /// Above, on the right.
        case topRight = "top-right"
        /// Below, on the left.
        case bottomLeft = "bottom-left"
        /// Below, on the right.
        case bottomRight = "bottom-right"
    }

    /// Whole pixels; both are positive.
    public struct Size: Hashable, Codable, Sendable {
        /// Pixels a row.
        public var width: Int
        /// Rows.
        public var height: Int

        /// A size of these pixels.
        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }

        /// `1080x1920`.
        public var text: String { "\(width)x\(height)" }
    }

    /// A rectangle of the upright picture: rotation applied, in coded pixels.
    public struct Rectangle: Hashable, Codable, Sendable {
        /// Pixels left of it.
        public var x: Int
        /// Rows above it.
        public var y: Int
        /// Its size.
        public var size: Size

        /// A rectangle of that size whose upper left pixel is (x, y).
        public init(x: Int, y: Int, size: Size) {
            self.x = x
            self.y = y
            self.size = size
        }
    }

    /// A picture with transparency that lies on the output.
    public struct Logo: Hashable, Codable, Sendable {
        /// The picture's file, a PNG.
        public var file: PlannedPath
        /// Where it lies in the output's pixels; it is scaled to that size.
        public var place: Rectangle
        /// 0 (invisible) to 1.
        public var opacity: Double

        /// A logo of these facts.
        public init(file: PlannedPath, place: Rectangle, opacity: Double) {
            self.file = file
            self.place = place
            self.opacity = opacity
        }

        /// What keeps it from being drawn on a frame, e.g. of a plan that somebody edited; nil where it is sound.
        func problem(on frame: Size) -> String? {
            let size = place.size
            guard size.width > 0, size.height > 0, place.x >= 0, place.y >= 0,
                place.x <= frame.width - size.width, place.y <= frame.height - size.height
            else { return "the logo does not lie on the picture" }
            return (0...1).contains(opacity) ? nil : "the logo's opacity goes from 0 to 1"
        }
    }

    /// How a picture of high dynamic range stands for light (ITU-R BT.2100), in FFmpeg's names.
    public enum HDR: String, Hashable, Codable, Sendable {
        /// Perceptual quantisation.
        case pq = "smpte2084"
        /// Hybrid log-gamma.
        case hlg = "arib-std-b67"

        /// What people call it.
        public var name: String { self == .pq ? "PQ" : "HLG" }

        /// cd/m² of what becomes white where nothing is told.
        public static let usualPeak = 1000.0

        /// cd/m² of what becomes white, of colours of that range.
        ///
        /// What is told counts from 400 to 2000: fewer would hardly be HDR, and for more all else would become dark.
        public func peak(of colour: MediaInfo.Colour) -> Double {
            guard self == .pq, let told = colour.peak else { return Self.usualPeak }
            return min(2000, max(400, told.rounded()))
        }
    }

    /// That the clip was looked at to choose what is shown of it.
    public struct Looking: Hashable, Codable, Sendable {
        /// How the source was to get into the output, where only black bars were looked for; nil where the action was, too.
        public var asked: Reframe?
    }

    /// The output's size: even, square pixels, nothing left to turn.
    public var size: Size
    /// Frames a second, constant.
    public var frameRate: Fraction
    /// Frames of the output, exactly.
    public var frames: Int
    /// How the source gets into ``size``.
    public var reframe: Reframe
    /// The part of the upright picture that lies between black bars; nil for all of it.
    public var content: Rectangle?
    /// The part of the upright picture that fills the frame; nil for all of ``content``.
    public var crop: Rectangle?
    /// What fills the frame in place of ``crop`` where that changes, and when; nil where it does not.
    public var path: CropPath?
    /// What was looked for to choose those; nil where nobody looked.
    public var looking: Looking?
    /// The source's dynamic range, which is brought to that of BT.709; nil where it is that already.
    public var hdr: HDR?
    /// cd/m² of what becomes white of ``hdr``; nil for ``HDR/usualPeak``.
    public var peak: Double?
    /// Fields become frames first.
    public var deinterlaces: Bool
    /// The look that the colours get; nil for none.
    public var look: Look?
    /// A table of colours (`.cube`) that comes after the look; nil for none.
    public var lut: PlannedPath?
    /// What lies on the picture; nil for nothing.
    public var logo: Logo?
    /// What is written on it, one above the other; nil for nothing.
    public var words: [Words]?
    /// How much its flashes are softened, 1 to ``mostSoftening``; nil for not at all.
    public var softening: Int?

    /// The strongest softening of flashes.
    public static let mostSoftening = 5

    /// A picture that keeps its colours and has nothing on it.
    public init(size: Size, frameRate: Fraction, frames: Int, reframe: Reframe) {
        self.size = size
        self.frameRate = frameRate
        self.frames = frames
        self.reframe = reframe
        deinterlaces = false
    }
}

extension Picture {
    /// Leaves out what follows from the source and from ``looking``.
    public mutating func forgetWhatWasSeen() {
        guard let looking else { return }
        (content, crop, path) = (nil, nil, nil)
        reframe = looking.asked ?? .cover
    }
}

/// Sees faces that look towards the camera: MediaPipe's BlazeFace for back cameras, in Swift.
///
/// A face is found if it is at least 14 of 256 pixels high once its tile is fitted into the network's input: a tenth of
/// the height of a 16:9 picture as a whole, 5.5 to 6 % in three tiles, 4 % in eight. Faces in profile and people from
/// behind are not found.
public struct FaceDetector: Sendable {
    /// Below this score one picture in five without a face shows one; at it, hardly any.
    public static let threshold: Float = 0.7

    private let network = FaceNetwork.shared
    private var input = FaceNetwork.Input()
    private var maps = FaceNetwork.Maps()

    /// A detector. It keeps 5 MB for the pictures of its layers and remembers nothing from picture to picture.
    public init() {}

    /// The faces of a picture, the surest first.
    ///
    /// - Parameters:
    ///   - tiles: the parts to look at, as ``PictureTile/squares(width:height:share:)`` makes them; nil for the whole. Each
    ///     costs as much as the whole. What lies outside the picture is cut off.
    ///   - threshold: the least score, from 0 to 1.
    public mutating func faces(
        in picture: RGBPicture, tiles: [PictureTile]? = nil, threshold: Float = FaceDetector.threshold
    ) -> [Face] {
        let found = (tiles ?? [PictureTile(picture)]).map { faces(in: picture, $0, threshold) }
        return found.count == 1 ? found[0] : Array(found.joined()).best()
    }

    private mutating func faces(in picture: RGBPicture, _ tile: PictureTile, _ threshold: Float) -> [Face] {
        guard let tile = tile.inside(picture) else { return [] }
        let letterbox = Letterbox(tile, side: FaceNetwork.side)
        letterbox.draw(picture, into: &input)
        let output = network.run(input, &maps)
        let origin = SIMD2(Float(tile.x), Float(tile.y))
        let corner = SIMD2(Float(letterbox.left), Float(letterbox.top))
        return Self.decode(output, threshold).blended().map { face in
            let moved = { (place: SIMD2<Float>) in (place - corner) / letterbox.scale + origin }
            return Face(
                origin: moved(face.origin), size: face.size / letterbox.scale, score: face.score,
                points: face.points.map(moved))
        }
    }

    /// Faces in pixels of the network's input, several for one.
    private static func decode(_ output: FaceNetwork.Output, _ threshold: Float) -> [Face] {
        output.scores.indices.compactMap { anchor in
            let score = sigmoid(min(max(output.scores[anchor], -80), 80))
            guard score >= threshold else { return nil }
            let centre = centre(of: anchor)
            let pair = { (index: Int) in
                let start = anchor * FaceNetwork.numbers + 2 * index
                return SIMD2(output.boxes[start], output.boxes[start + 1])
            }
            return Face(
                origin: centre + pair(0) - pair(1) / 2, size: pair(1), score: score,
                points: (2..<8).map { centre + pair($0) })
        }
    }

    /// The middle of an anchor's cell: of 16 by 16 cells with two anchors each, then of 8 by 8 with six.
    private static func centre(of anchor: Int) -> SIMD2<Float> {
        let (cell, cells) = anchor < 512 ? (anchor / 2, 16) : ((anchor - 512) / 6, 8)
        let size = Float(FaceNetwork.side / cells)
        return SIMD2(Float(cell % cells) + 0.5, Float(cell / cells) + 0.5) * size
    }
}

extension PictureTile {
    /// The part of it that lies in a picture; nil for none.
    fileprivate func inside(_ picture: RGBPicture) -> PictureTile? {
        let columns = (0..<picture.width).clamped(to: x..<max(x, x + width))
        let rows = (0..<picture.height).clamped(to: y..<max(y, y + height))
        guard !columns.isEmpty, !rows.isEmpty else { return nil }
        return PictureTile(
            x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
    }
}

/// A face in a picture.
public struct Face: Hashable, Sendable {
    /// The places of ``Face/points``.
    public enum Point: Int, CaseIterable, Sendable {
        /// The eye at the left of the picture.
        case leftEye
        /// The eye at the right of the picture.
        case rightEye
        /// The tip of the nose.
        case nose
        /// The middle of the mouth.
        case mouth
        /// Beside the ear at the left of the picture.
        case leftEar
        /// Beside the ear at the right of the picture.
        case rightEar
    }

    /// The left top corner, in pixels. It may lie outside the picture.
    public var origin: SIMD2<Float>
    /// Width and height, in pixels.
    public var size: SIMD2<Float>
    /// How sure it is, from 0 to 1.
    public var score: Float
    /// Six places by ``Face/Point``, in pixels.
    public var points: [SIMD2<Float>]

    /// A face.
    public init(origin: SIMD2<Float>, size: SIMD2<Float>, score: Float, points: [SIMD2<Float>]) {
        (self.origin, self.size, self.score, self.points) = (origin, size, score, points)
    }

    /// A place of it.
    public subscript(point: Point) -> SIMD2<Float> { points[point.rawValue] }

    /// The area that both boxes share by the area of either, from 0 to 1.
    public func overlap(with other: Face) -> Float {
        let shared =
            pointwiseMin(origin + size, other.origin + other.size) - pointwiseMax(origin, other.origin)
        guard shared.x > 0, shared.y > 0 else { return 0 }
        let common = shared.x * shared.y
        return common / (size.x * size.y + other.size.x * other.size.y - common)
    }
}

extension [Face] {
    /// Boxes that overlap by more than this are the same face.
    private static let sameFace: Float = 0.3

    /// One face for each group that overlaps with its best: the mean of the group, weighted by score, with the best score
    /// (BlazeFace's suppression).
    func blended() -> [Face] {
        grouped { group in
            var face = group[0]
            let total = group.reduce(0) { $0 + $1.score }
            let mean = { (place: (Face) -> SIMD2<Float>) in
                group.reduce(SIMD2<Float>.zero) { $0 + $1.score * place($1) } / total
            }
            (face.origin, face.size) = (mean(\.origin), mean(\.size))
            face.points = face.points.indices.map { index in mean { $0.points[index] } }
            return face
        }
    }

    /// The best of each group that overlaps with it: for faces of several tiles, of which some cut a face.
    func best() -> [Face] { grouped { $0[0] } }

    /// Best scores first.
    private func grouped(_ merged: ([Face]) -> Face) -> [Face] {
        var (rest, result) = (sorted { $0.score > $1.score }, [Face]())
        while let best = rest.first {
            let isSame = { (face: Face) in face == best || face.overlap(with: best) > Self.sameFace }
            result.append(merged(rest.filter(isSame)))
            rest.removeAll(where: isSame)
        }
        return result
    }
}

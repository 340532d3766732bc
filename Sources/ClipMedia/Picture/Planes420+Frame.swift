internal import ClipSignal
internal import LibAV

extension Planes420 {
    /// The planes of an 8-bit 4:2:0 frame, which must outlive them; nil for other formats.
    init?(_ frame: borrowing Frame) {
        guard ["yuv420p", "yuvj420p"].contains(frame.pixelFormat.name), let y = frame.plane(0),
            let u = frame.plane(1), let v = frame.plane(2), u.stride == v.stride
        else { return nil }
        self.init(
            y: y.base, u: u.base, v: v.base, yStride: y.stride, uvStride: u.stride, width: frame.width,
            height: frame.height)
    }
}

extension SampledPlanes420<UInt16> {
    /// The planes of a 10-bit 4:2:0 frame, which must outlive them; nil for other formats.
    init?(_ frame: borrowing Frame) {
        guard frame.pixelFormat.name == Self.format, let y = frame.plane(0), let u = frame.plane(1),
            let v = frame.plane(2), u.stride == v.stride
        else { return nil }
        func samples(_ base: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt16> {
            UnsafeMutableRawPointer(base).assumingMemoryBound(to: UInt16.self)
        }
        self.init(
            y: samples(y.base), u: samples(u.base), v: samples(v.base), yStride: y.stride / 2,
            uvStride: u.stride / 2, width: frame.width, height: frame.height)
    }

    /// libavutil's name of that format; clipfit runs on machines whose lowest byte comes first.
    static var format: String { "yuv420p10le" }
}

extension LookTable {
    /// A new picture that the table was applied to, with the frame's properties.
    ///
    /// - Throws: ``ProofFailure`` if the frame is not of the table's ``input``.
    func applied(to frame: borrowing Frame) throws -> Frame {
        if isIdentity { return try frame.share() }
        let result = try frame.blank420()
        if let from = Planes420(frame), let to = Planes420(result), !isDeep {
            apply(from: from, to: to)
        } else if let from = SampledPlanes420<UInt16>(frame), let to = Planes420(result), isDeep {
            apply(from: from, to: to)
        } else {
            throw ProofFailure("a filter gave a picture of another kind")
        }
        return result
    }

    /// libavutil's name of the format that it is applied to.
    var input: String { isDeep ? SampledPlanes420<UInt16>.format : "yuv420p" }
}

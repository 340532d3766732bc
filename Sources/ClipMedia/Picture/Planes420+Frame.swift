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

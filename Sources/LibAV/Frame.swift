internal import CFFmpeg
internal import CFFmpegShims

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// One decoded picture or block of samples; owns an `AVFrame`, whose buffers are reference-counted.
public struct Frame: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFrame>

    private init(owning pointer: UnsafeMutablePointer<AVFrame>) { self.pointer = pointer }

    public init() throws(AVFailure) { self.init(owning: try made(av_frame_alloc(), "make a frame")) }

    deinit {
        var owned: UnsafeMutablePointer<AVFrame>? = pointer
        av_frame_free(&owned)
    }

    /// A second owner of the same samples (`av_frame_clone`).
    public borrowing func share() throws(AVFailure) -> Frame {
        Frame(owning: try made(av_frame_clone(pointer), "share a frame"))
    }

    /// An empty frame for `count` samples in the given format.
    static func samples(_ count: Int32, format: Int32, rate: Int32, layout: borrowing ChannelLayout)
        throws(AVFailure) -> Frame
    {
        let frame = try Frame()
        frame.pointer.pointee.nb_samples = count
        frame.pointer.pointee.format = format
        frame.pointer.pointee.sample_rate = rate
        try layout.copy(to: &frame.pointer.pointee.ch_layout)
        try check(av_frame_get_buffer(frame.pointer, 0), "make room for samples")
        return frame
    }

    /// Presentation time in ticks of the stream, FFmpeg's best guess where the packet had none.
    public var presentation: Int64? {
        get { time(pointer.pointee.best_effort_timestamp) }
        nonmutating set {
            pointer.pointee.pts = newValue ?? clipfit_no_time()
            pointer.pointee.best_effort_timestamp = pointer.pointee.pts
        }
    }
    public var width: Int { Int(pointer.pointee.width) }
    public var height: Int { Int(pointer.pointee.height) }
    /// The number of samples a channel, for sound.
    public var sampleCount: Int { Int(pointer.pointee.nb_samples) }
    /// Samples a second, for sound.
    public var sampleRate: Int { Int(pointer.pointee.sample_rate) }
    /// The decoder concealed or skipped something, or the packet was marked as corrupt.
    public var isDamaged: Bool { clipfit_frame_errors(pointer) != 0 }

    /// Lets the encoder choose the picture's type, or makes it a keyframe.
    public func requestKey(_ key: Bool) {
        pointer.pointee.pict_type = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
    }

    /// Leaves out the last column and row of an odd size, which 4:2:0 H.264 cannot hold.
    public func trimToEven() {
        pointer.pointee.width &= ~1
        pointer.pointee.height &= ~1
    }

    /// How the samples lie in memory.
    public var pixelFormat: PixelFormat { PixelFormat(pointer.pointee.format) }

    func reset() { av_frame_unref(pointer) }

    /// The visible bytes of each plane are equal.
    public borrowing func isIdentical(to other: borrowing Frame) -> Bool {
        var same = pointer.pointee.format == other.pointer.pointee.format
        same = same && width == other.width && height == other.height
        return same && squaredErrors(to: other, stopAtFirst: true).allSatisfy { $0.sum == 0 }
    }

    /// The peak signal-to-noise ratio of all planes together against another picture of the same
    /// format and size, in dB; infinity when they are equal, nil when they cannot be compared.
    ///
    /// 10·log10(peak² · samples / Σ error²), as FFmpeg's `psnr` filter averages planes by their area.
    public borrowing func signalToNoise(against other: borrowing Frame) -> Double? {
        guard pointer.pointee.format == other.pointer.pointee.format, width == other.width,
            height == other.height
        else { return nil }
        let errors = squaredErrors(to: other, stopAtFirst: false)
        let sum = errors.reduce(0.0) { $0 + Double($1.sum) }
        guard sum > 0 else { return .infinity }
        let samples = errors.reduce(0) { $0 + $1.samples }
        let depth = PixelFormat(pointer.pointee.format).bitDepth
        let peak = Double((1 << depth) - 1)
        return 10 * log10(peak * peak * Double(samples) / sum)
    }

    private borrowing func squaredErrors(to other: borrowing Frame, stopAtFirst: Bool)
        -> [(sum: UInt64, samples: Int)]
    {
        let format = PixelFormat(pointer.pointee.format)
        var errors: [(sum: UInt64, samples: Int)] = []
        for (index, (bytes, rows)) in format.planes(width: width, height: height).enumerated() {
            guard let mine = plane(pointer, index), let theirs = plane(other.pointer, index) else { break }
            var sum: UInt64 = 0
            for row in 0..<rows {
                let left = mine.base + row * mine.stride
                let right = theirs.base + row * theirs.stride
                if memcmp(left, right, bytes) == 0 { continue }
                if stopAtFirst { return [(1, 1)] }
                sum &+= rowError(left, right, bytes: bytes, wide: format.bitDepth > 8)
            }
            errors.append((sum, bytes * rows / (format.bitDepth > 8 ? 2 : 1)))
        }
        return errors
    }

    private func plane(_ frame: UnsafeMutablePointer<AVFrame>, _ index: Int)
        -> (base: UnsafeMutablePointer<UInt8>, stride: Int)?
    {
        withUnsafePointer(to: &frame.pointee.data) { data in
            withUnsafePointer(to: &frame.pointee.linesize) { sizes in
                let bases = UnsafeRawPointer(data).assumingMemoryBound(to: UnsafeMutablePointer<UInt8>?.self)
                let strides = UnsafeRawPointer(sizes).assumingMemoryBound(to: Int32.self)
                return bases[index].map { ($0, Int(strides[index])) }
            }
        }
    }

    private func rowError(
        _ left: UnsafeMutablePointer<UInt8>, _ right: UnsafeMutablePointer<UInt8>, bytes: Int, wide: Bool
    ) -> UInt64 {
        var sum: UInt64 = 0
        if wide {
            let left = UnsafeRawPointer(left).assumingMemoryBound(to: UInt16.self)
            let right = UnsafeRawPointer(right).assumingMemoryBound(to: UInt16.self)
            for x in 0..<bytes / 2 {
                let difference = Int64(left[x]) &- Int64(right[x])
                sum &+= UInt64(difference &* difference)
            }
        } else {
            for x in 0..<bytes {
                let difference = Int32(left[x]) &- Int32(right[x])
                sum &+= UInt64(UInt32(difference &* difference))
            }
        }
        return sum
    }
}

internal import CFFmpeg
internal import CFFmpegShims

/// A decoded picture or block of sound; owns an `AVFrame`, whose buffers are reference-counted.
public struct Frame: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFrame>

    private init(owning pointer: UnsafeMutablePointer<AVFrame>) { self.pointer = pointer }

    /// Creates an empty frame; throws only if memory is exhausted (`av_frame_alloc`).
    public init() throws(AVFailure) { self.init(owning: try made(av_frame_alloc(), "make a frame")) }

    deinit {
        var owned: UnsafeMutablePointer<AVFrame>? = pointer
        av_frame_free(&owned)
    }

    /// Creates a second reference to the same samples (`av_frame_clone`).
    public borrowing func share() throws(AVFailure) -> Frame {
        Frame(owning: try made(av_frame_clone(pointer), "share a frame"))
    }

    /// Creates an empty frame for `count` samples in the given format.
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

    /// Creates an RGB picture from red, green and blue of each pixel, row by row without gaps.
    public static func rgb(_ pixels: [UInt8], width: Int, height: Int) throws(AVFailure) -> Frame {
        precondition(pixels.count == width * height * 3 && !pixels.isEmpty, "pixels and size disagree")
        let frame = try blank(AV_PIX_FMT_RGB24, width, height)
        guard let plane = frame.plane(0) else { throw AVFailure.outOfMemory("make room for a picture") }
        pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<height {
                (plane.base + row * plane.stride).update(
                    from: pixels.baseAddress! + row * width * 3, count: width * 3)
            }
        }
        return frame
    }

    /// Presentation time in ticks of the stream; the decode time if the packet had none. FFmpeg's own estimate uses
    /// decode times for good after a single wrong presentation time, so it depends on where decoding started.
    public var presentation: Int64? {
        get { time(pointer.pointee.pts) ?? decode }
        nonmutating set {
            pointer.pointee.pts = newValue ?? clipfit_no_time()
            pointer.pointee.best_effort_timestamp = pointer.pointee.pts
        }
    }
    /// Decode time of the packet that completed it, in ticks of the stream; nil if unknown.
    public var decode: Int64? { time(pointer.pointee.pkt_dts) }
    /// Duration in ticks of the stream; 0 if unknown.
    public var duration: Int64 { time(clipfit_frame_duration(pointer)) ?? 0 }
    /// Coded width in pixels, before rotation and sample aspect; 0 for sound.
    public var width: Int { Int(pointer.pointee.width) }
    /// Coded height in pixels, before rotation and sample aspect; 0 for sound.
    public var height: Int { Int(pointer.pointee.height) }
    /// Samples per channel, for sound.
    public var sampleCount: Int { Int(pointer.pointee.nb_samples) }
    /// Sample rate, for sound.
    public var sampleRate: Int { Int(pointer.pointee.sample_rate) }
    /// The decoder concealed or skipped data, or the packet was marked as corrupt.
    public var isDamaged: Bool { clipfit_frame_errors(pointer) != 0 }

    /// The frame holds two fields.
    public var isInterlaced: Bool { clipfit_frame_is_interlaced(pointer) != 0 }

    /// Makes the frame a keyframe, or lets the encoder choose.
    public func requestKey(_ key: Bool) {
        pointer.pointee.pict_type = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
    }

    /// Drops the last column and row of an odd size, which 4:2:0 H.264 cannot encode.
    public func trimToEven() {
        pointer.pointee.width &= ~1
        pointer.pointee.height &= ~1
    }

    /// The pixel format.
    public var pixelFormat: PixelFormat { PixelFormat(pointer.pointee.format) }

    /// Size of the chroma planes in samples.
    public var chromaSize: (width: Int, height: Int) {
        guard let facts = av_pix_fmt_desc_get(AVPixelFormat(pointer.pointee.format)) else { return (0, 0) }
        let (across, down) = (Int(facts.pointee.log2_chroma_w), Int(facts.pointee.log2_chroma_h))
        return ((width + (1 << across) - 1) >> across, (height + (1 << down) - 1) >> down)
    }

    /// Clears range, matrix and sample aspect ratio, so that filters leave the values unchanged. "Full range"
    /// formats get their plain name.
    public func forgetColours() {
        let plain = [
            AV_PIX_FMT_YUVJ420P.rawValue: AV_PIX_FMT_YUV420P,
            AV_PIX_FMT_YUVJ422P.rawValue: AV_PIX_FMT_YUV422P,
            AV_PIX_FMT_YUVJ444P.rawValue: AV_PIX_FMT_YUV444P,
        ]
        if let format = plain[pointer.pointee.format] { pointer.pointee.format = format.rawValue }
        pointer.pointee.color_range = AVCOL_RANGE_UNSPECIFIED
        pointer.pointee.colorspace = AVCOL_SPC_UNSPECIFIED
        pointer.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
        clipfit_frame_forget_alpha_mode(pointer)
    }

    /// Creates an empty 8-bit 4:2:0 picture with this frame's properties, in this or another size.
    public borrowing func blank420(width: Int? = nil, height: Int? = nil) throws(AVFailure) -> Frame {
        let frame = try Frame.blank420(width: width ?? self.width, height: height ?? self.height)
        try check(av_frame_copy_props(frame.pointer, pointer), "make room for a picture")
        return frame
    }

    /// Creates an empty 8-bit 4:2:0 picture.
    public static func blank420(width: Int, height: Int) throws(AVFailure) -> Frame {
        try blank(AV_PIX_FMT_YUV420P, width, height)
    }

    static func blank(_ format: AVPixelFormat, _ width: Int, _ height: Int) throws(AVFailure) -> Frame {
        let frame = try Frame()
        frame.pointer.pointee.format = format.rawValue
        (frame.pointer.pointee.width, frame.pointer.pointee.height) = (Int32(width), Int32(height))
        try check(av_frame_get_buffer(frame.pointer, 0), "make room for a picture")
        return frame
    }

    /// Removes what the decoder attached: side data and metadata.
    public func dropSideData() {
        while pointer.pointee.nb_side_data > 0, let data = pointer.pointee.side_data[0] {
            av_frame_remove_side_data(pointer, data.pointee.type)
        }
        av_dict_free(&pointer.pointee.metadata)
    }

    func reset() { av_frame_unref(pointer) }

    /// First byte and row stride of a plane; nil if there is no such plane. Valid as long as the frame; write
    /// only if nobody else references the samples.
    public func plane(_ index: Int) -> (base: UnsafeMutablePointer<UInt8>, stride: Int)? {
        withUnsafePointer(to: &pointer.pointee.data) { data in
            withUnsafePointer(to: &pointer.pointee.linesize) { sizes in
                let bases = UnsafeRawPointer(data).assumingMemoryBound(to: UnsafeMutablePointer<UInt8>?.self)
                let strides = UnsafeRawPointer(sizes).assumingMemoryBound(to: Int32.self)
                return bases[index].map { ($0, Int(strides[index])) }
            }
        }
    }
}

import CFFmpeg
import CFFmpegShims
import ClipCore
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// A clip of 36 pictures whose brightness and colours move, 256x144 at 24 a second, made by any encoder that this FFmpeg
/// has.
struct CodedClip: Sendable, CustomTestStringConvertible {
    /// FFmpeg's names of the encoder, of the samples' layout, and of the encoder's options.
    var encoder: String
    var format: String
    var options: [String: String] = [:]
    /// HDR of that transfer; nil for BT.709.
    var transfer: String?
    /// The clockwise turn that players make, in degrees.
    var rotation = 0
    /// Pictures at the beginning that an edit list hides.
    var hidden = 0
    /// Marked as Dolby Vision of that compatibility, with its data behind each picture; HEVC only.
    var dolbyVision: UInt8?
    /// Its track's title; nil for none.
    var title: String?
    /// Odd rows show the next moment, as in a frame of two fields.
    var isWoven = false

    var testDescription: String { [encoder, format, transfer].compactMap { $0 }.joined(separator: " ") }

    static let frames = 36

    /// This FFmpeg has the encoder.
    var isPossible: Bool { avcodec_find_encoder_by_name(encoder) != nil }

    /// The picture of a number, in the clip's layout.
    private func picture(_ number: Int) throws -> Frame {
        let frame = try Frame.blank420(width: 256, height: 144)
        for index in 0..<3 {
            let found = frame.plane(index)
            let plane = try #require(found)
            let (width, height) = index == 0 ? (256, 144) : (128, 72)
            for y in 0..<height {
                for x in 0..<width {
                    let value =
                        index == 0
                        ? 40 + (x + 3 * number + (isWoven && y % 2 == 1 ? 12 : 0)) % 256 * 150 / 256 + y / 8
                        : 100 + (x + y) / 4
                    plane.base[y * plane.stride + x] = UInt8(value)
                }
            }
        }
        return try Scaler(keepingColoursOf: frame, to: PixelFormat(av_get_pix_fmt(format).rawValue)).convert(
            frame)
    }

    /// Writes it; the container is what the name's extension says.
    func write(_ path: FilePath) throws {
        let codec = try #require(avcodec_find_encoder_by_name(encoder))
        var context = avcodec_alloc_context3(codec)
        let coder = try #require(context)
        defer { avcodec_free_context(&context) }
        (coder.pointee.width, coder.pointee.height) = (256, 144)
        coder.pointee.pix_fmt = av_get_pix_fmt(format)
        coder.pointee.time_base = AVRational(num: 1, den: 24)
        coder.pointee.framerate = AVRational(num: 24, den: 1)
        coder.pointee.gop_size = 12
        coder.pointee.thread_count = 1
        if !path.string.hasSuffix("mxf") { coder.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER }
        coder.pointee.strict_std_compliance = FF_COMPLIANCE_UNOFFICIAL
        coder.pointee.color_range = format.hasPrefix("yuvj") ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
        if let transfer {
            coder.pointee.color_primaries = AVCOL_PRI_BT2020
            coder.pointee.colorspace = AVCOL_SPC_BT2020_NCL
            coder.pointee.color_trc = transfer == "pq" ? AVCOL_TRC_SMPTE2084 : AVCOL_TRC_ARIB_STD_B67
        }
        var settings: OpaquePointer?
        defer { av_dict_free(&settings) }
        for (key, value) in options { av_dict_set(&settings, key, value, 0) }
        try #require(avcodec_open2(coder, codec, &settings) == 0)
        var muxer: UnsafeMutablePointer<AVFormatContext>?
        try #require(avformat_alloc_output_context2(&muxer, nil, nil, path.string) >= 0)
        let output = try #require(muxer)
        defer { avformat_free_context(output) }
        let stream = try #require(avformat_new_stream(output, nil))
        avcodec_parameters_from_context(stream.pointee.codecpar, coder)
        // As many programs write Matroska, whatever the fields are.
        if path.string.hasSuffix("mkv") { stream.pointee.codecpar.pointee.field_order = AV_FIELD_PROGRESSIVE }
        stream.pointee.time_base = coder.pointee.time_base
        stream.pointee.avg_frame_rate = coder.pointee.framerate
        if let title { av_dict_set(&stream.pointee.metadata, "title", title, 0) }
        if rotation != 0 {
            var matrix = [Int32](repeating: 0, count: 9)
            av_display_rotation_set(&matrix, Double(rotation))
            try #require(clipfit_set_display_matrix(stream, matrix) >= 0)
        }
        if let dolbyVision {
            // AVDOVIDecoderConfigurationRecord: version, profile, level, what is present, compatibility.
            let record: [UInt8] = [1, 0, dolbyVision == 0 ? 5 : 8, 1, 1, 0, 1, dolbyVision] + [0, 0, 0, 0]
            output.pointee.strict_std_compliance = FF_COMPLIANCE_UNOFFICIAL
            try #require(
                clipfit_set_stream_side_data(stream, AV_PKT_DATA_DOVI_CONF, record, record.count) == 0)
        }
        try #require(avio_open(&output.pointee.pb, path.string, AVIO_FLAG_WRITE) >= 0)
        defer { avio_closep(&output.pointee.pb) }
        try #require(avformat_write_header(output, nil) >= 0)
        let packet = try Packet()
        func drain() throws {
            while avcodec_receive_packet(coder, packet.pointer) == 0 {
                packet.duration = 1
                if dolbyVision != nil {
                    try packet.replaceBytes(
                        packet.withBytes { Array($0) } + [0, 0, 0, 1, 62 << 1, 1, 25, 8, 9, 128])
                }
                av_packet_rescale_ts(packet.pointer, coder.pointee.time_base, stream.pointee.time_base)
                try #require(av_interleaved_write_frame(output, packet.pointer) == 0)
            }
        }
        for number in 0..<Self.frames {
            let frame = try picture(number)
            frame.presentation = Int64(number - hidden)
            frame.pointer.pointee.color_range = coder.pointee.color_range
            try #require(avcodec_send_frame(coder, frame.pointer) == 0)
            try drain()
        }
        avcodec_send_frame(coder, nil)
        try drain()
        try #require(av_write_trailer(output) == 0)
    }
}

/// The mean difference of luma between the pictures of two files that show the same from one moment on, in codes of 8 bits.
func meanDifference(of one: FilePath, and other: FilePath, from first: Int) throws -> Double {
    func lumas(_ path: FilePath) throws -> [[UInt8]] {
        let pictures = try Pictures(path)
        let frame = try Frame()
        var found: [[UInt8]] = []
        while try pictures.next(into: frame) {
            let plain = frame.pixelFormat.bitDepth == 8 && frame.pixelFormat.isYUV
            let shown =
                plain ? try frame.share() : try Scaler(keepingColoursOf: frame, to: .planar420).convert(frame)
            let place = shown.plane(0)
            let plane = try #require(place)
            found.append(
                (0..<144).flatMap { row in
                    Array(UnsafeBufferPointer(start: plane.base + row * plane.stride, count: 256))
                })
        }
        return found
    }
    let (source, made) = (try lumas(one), try lumas(other))
    try #require(!made.isEmpty && source.count >= first + made.count)
    var sum = 0.0
    for (mine, theirs) in zip(source[first...], made) {
        sum += zip(mine, theirs).reduce(0.0) { $0 + abs(Double($1.0) - Double($1.1)) } / Double(mine.count)
    }
    return sum / Double(made.count)
}

/// How many pictures of the output are the source's own bit for bit, and the worst of the others in dB.
func samePictures(_ source: FilePath, from first: Int, _ output: FilePath) throws
    -> (count: Int, equal: Int, worst: Double)
{
    let frame = try Frame()
    let made = try Pictures(output)
    var samples: [PictureSample] = []
    while try made.next(into: frame) { samples.append(PictureSample(frame, every: 1)) }
    let pictures = try Pictures(source)
    var (number, equal, worst) = (0, 0, Double.infinity)
    while try pictures.next(into: frame) {
        defer { number += 1 }
        guard samples.indices.contains(number - first) else { continue }
        let found = samples[number - first].signalToNoise(of: frame)
        let noise = try #require(found)
        if noise == .infinity { equal += 1 } else { worst = min(worst, noise) }
    }
    return (samples.count, equal, worst)
}

import CFFmpeg
import SystemPackage
import Testing

/// Makes clips whose picture or sound changes its form in the middle, with FFmpeg's own calls and none of ours: 30 frames
/// of one form and 30 of another, 25 a second.
///
/// Every picture has luma 60 (of limited range) on its left half and 180 on its right; the sound is 440 Hz.
struct ChangingClip {
    struct Picture: Sendable {
        var width: Int32 = 160
        var height: Int32 = 90
        var format = AV_PIX_FMT_YUV420P
        var aspect: (Int32, Int32) = (1, 1)
        var isFull = false
    }

    struct Sound: Sendable {
        var rate: Int32 = 48000
        var channels: Int32 = 2
    }

    /// Frames of each part.
    static let frames = 30

    var container: String
    var video: String
    var pictures: [Picture]
    var audio: String
    var sounds: [Sound]

    enum Failure: Error { case code(String, Int32) }

    func write(to path: FilePath) throws {
        var made: UnsafeMutablePointer<AVFormatContext>?
        try check(avformat_alloc_output_context2(&made, nil, container, nil), "a muxer")
        let context = try #require(made)
        defer { avformat_free_context(context) }
        try check(avio_open(&context.pointee.pb, path.string, AVIO_FLAG_WRITE), "a file")
        defer { avio_closep(&context.pointee.pb) }
        let packets = try encodedPictures(context) + encodedSounds(context)
        try check(avformat_write_header(context, nil), "the header")
        for packet in packets.sorted(by: { $0.pointee.dts < $1.pointee.dts }) {
            var packet: UnsafeMutablePointer<AVPacket>? = packet
            let stream = context.pointee.streams[Int(packet!.pointee.stream_index)]!
            av_packet_rescale_ts(packet, AVRational(num: 1, den: 90000), stream.pointee.time_base)
            try check(av_interleaved_write_frame(context, packet), "a packet")
            av_packet_free(&packet)
        }
        try check(av_write_trailer(context), "the trailer")
    }

    private func check(_ result: Int32, _ what: String) throws {
        if result < 0 { throw Failure.code(what, result) }
    }

    private typealias Packets = [UnsafeMutablePointer<AVPacket>]

    // MARK: Pictures

    private func encodedPictures(_ file: UnsafeMutablePointer<AVFormatContext>) throws -> Packets {
        var packets: Packets = []
        let stream = try #require(avformat_new_stream(file, nil))
        for (part, picture) in pictures.enumerated() {
            var context = try encoder(picture)
            defer { avcodec_free_context(&context) }
            if part == 0 { try check(avcodec_parameters_from_context(stream.pointee.codecpar, context), "") }
            stream.pointee.avg_frame_rate = AVRational(num: 25, den: 1)
            stream.pointee.sample_aspect_ratio = stream.pointee.codecpar.pointee.sample_aspect_ratio
            for number in 0..<Self.frames {
                var frame = try self.frame(picture)
                frame!.pointee.pts = Int64(part * Self.frames + number)
                try check(avcodec_send_frame(context, frame), "a picture")
                av_frame_free(&frame)
                packets += try drain(context!, stream.pointee.index) { $0 * 3600 }
            }
            try check(avcodec_send_frame(context, nil), "the last picture")
            packets += try drain(context!, stream.pointee.index) { $0 * 3600 }
        }
        return packets
    }

    private func encoder(_ picture: Picture) throws -> UnsafeMutablePointer<AVCodecContext>? {
        let codec = try #require(avcodec_find_encoder_by_name(video), "no \(video) here")
        let context = avcodec_alloc_context3(codec)!
        (context.pointee.width, context.pointee.height) = (picture.width, picture.height)
        context.pointee.pix_fmt = picture.format
        context.pointee.sample_aspect_ratio = AVRational(num: picture.aspect.0, den: picture.aspect.1)
        context.pointee.color_range = picture.isFull ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
        context.pointee.time_base = AVRational(num: 1, den: 25)
        context.pointee.framerate = AVRational(num: 25, den: 1)
        context.pointee.gop_size = 10
        context.pointee.max_b_frames = 0
        context.pointee.thread_count = 1
        context.pointee.bit_rate = 1_000_000
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        var options: OpaquePointer?
        defer { av_dict_free(&options) }
        let words =
            video == "libx264"
            ? [("preset", "ultrafast"), ("tune", "zerolatency")]
            : [("deadline", "realtime"), ("cpu-used", "8"), ("lag-in-frames", "0")]
        for (key, value) in words { av_dict_set(&options, key, value, 0) }
        try check(avcodec_open2(context, codec, &options), "the encoder \(video)")
        return context
    }

    private func frame(_ picture: Picture) throws -> UnsafeMutablePointer<AVFrame>? {
        let frame = av_frame_alloc()!
        (frame.pointee.width, frame.pointee.height) = (picture.width, picture.height)
        frame.pointee.format = picture.format.rawValue
        try check(av_frame_get_buffer(frame, 0), "a frame")
        let facts = av_pix_fmt_desc_get(picture.format)!.pointee
        for y in 0..<Int(picture.height) {
            for x in 0..<Int(picture.width) {
                let value = x < Int(picture.width) / 2 ? 60 : 180
                let shown = picture.isFull ? ((value - 16) * 255 + 109) / 219 : value
                frame.pointee.data.0![y * Int(frame.pointee.linesize.0) + x] = UInt8(shown)
            }
        }
        let rows = (Int(picture.height) + (1 << Int(facts.log2_chroma_h)) - 1) >> Int(facts.log2_chroma_h)
        frame.pointee.data.1?.update(repeating: 128, count: rows * Int(frame.pointee.linesize.1))
        frame.pointee.data.2?.update(repeating: 128, count: rows * Int(frame.pointee.linesize.2))
        return frame
    }

    /// The packets that are ready: keyframes of H.264 with their parameter sets before them, as a broadcast has them.
    private func drain(
        _ context: UnsafeMutablePointer<AVCodecContext>, _ stream: Int32, _ time: (Int64) -> Int64
    ) throws -> Packets {
        var packets: Packets = []
        while true {
            var packet = av_packet_alloc()
            guard avcodec_receive_packet(context, packet) == 0 else {
                av_packet_free(&packet)
                return packets
            }
            let isKey = packet!.pointee.flags & AV_PKT_FLAG_KEY != 0
            if context.pointee.codec_id == AV_CODEC_ID_H264, isKey {
                let header = Array(
                    UnsafeBufferPointer(
                        start: context.pointee.extradata, count: Int(context.pointee.extradata_size)))
                try prepend(header, to: packet!)
            } else if context.pointee.codec_id == AV_CODEC_ID_AAC {
                try prepend(Self.adts(context.pointee, Int(packet!.pointee.size)), to: packet!)
            }
            packet!.pointee.stream_index = stream
            packet!.pointee.pts = time(packet!.pointee.pts)
            packet!.pointee.dts = packet!.pointee.pts
            packet!.pointee.duration = 0
            packets.append(packet!)
        }
    }

    private func prepend(_ header: [UInt8], to packet: UnsafeMutablePointer<AVPacket>) throws {
        let size = Int(packet.pointee.size)
        try check(av_grow_packet(packet, Int32(header.count)), "a packet")
        memmove(packet.pointee.data + header.count, packet.pointee.data, size)
        packet.pointee.data.update(from: header, count: header.count)
    }

    /// ISO/IEC 14496-3, 1.A.2.2, of AAC-LC.
    private static func adts(_ context: AVCodecContext, _ size: Int) -> [UInt8] {
        let rates: [Int32] = [96000, 88200, 64000, 48000, 44100, 32000]
        let index = UInt8(rates.firstIndex(of: context.sample_rate)!)
        let (channels, length) = (UInt8(context.ch_layout.nb_channels), size + 7)
        return [
            0xFF, 0xF1, 1 << 6 | index << 2 | channels >> 2, channels << 6 | UInt8(length >> 11),
            UInt8(length >> 3 & 255), UInt8(length & 7) << 5 | 31, 0xFC,
        ]
    }

    // MARK: Sound

    private func encodedSounds(_ file: UnsafeMutablePointer<AVFormatContext>) throws -> Packets {
        guard !sounds.isEmpty else { return [] }
        var packets: Packets = []
        let stream = try #require(avformat_new_stream(file, nil))
        var start: Int64 = 0
        for (part, sound) in sounds.enumerated() {
            let codec = try #require(avcodec_find_encoder_by_name(audio), "no \(audio) here")
            var context = avcodec_alloc_context3(codec)
            defer { avcodec_free_context(&context) }
            av_channel_layout_default(&context!.pointee.ch_layout, sound.channels)
            context!.pointee.sample_rate = sound.rate
            context!.pointee.sample_fmt = audio == "libopus" ? AV_SAMPLE_FMT_FLT : AV_SAMPLE_FMT_FLTP
            context!.pointee.bit_rate = 96000 * Int64(max(2, sound.channels))
            context!.pointee.time_base = AVRational(num: 1, den: sound.rate)
            if audio == "libopus" { context!.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER }
            try check(avcodec_open2(context, codec, nil), "the encoder \(audio)")
            if part == 0 { try check(avcodec_parameters_from_context(stream.pointee.codecpar, context), "") }
            let size = Int(context!.pointee.frame_size)
            let count = (Self.frames * Int(sound.rate) / 25 + size - 1) / size
            for number in 0..<count {
                var frame = try samples(context!.pointee, from: number * size)
                try check(avcodec_send_frame(context, frame), "sound")
                av_frame_free(&frame)
                packets += try drain(context!, stream.pointee.index) {
                    start + ($0 + Int64(context!.pointee.initial_padding)) * 90000 / Int64(sound.rate)
                }
            }
            start += Int64(count * size) * 90000 / Int64(sound.rate)
        }
        return packets
    }

    private func samples(_ context: AVCodecContext, from first: Int) throws -> UnsafeMutablePointer<AVFrame>?
    {
        let frame = av_frame_alloc()!
        var layout = context.ch_layout
        frame.pointee.nb_samples = context.frame_size
        frame.pointee.format = context.sample_fmt.rawValue
        frame.pointee.sample_rate = context.sample_rate
        try check(av_channel_layout_copy(&frame.pointee.ch_layout, &layout), "a layout")
        try check(av_frame_get_buffer(frame, 0), "samples")
        frame.pointee.pts = Int64(first)
        let channels = Int(layout.nb_channels)
        for index in 0..<Int(context.frame_size) {
            let value = Float(
                0.3 * sin(2 * Double.pi * 440 * Double(first + index) / Double(context.sample_rate)))
            for channel in 0..<channels {
                let isPlanar = context.sample_fmt == AV_SAMPLE_FMT_FLTP
                let plane = UnsafeMutableRawPointer(frame.pointee.extended_data[isPlanar ? channel : 0]!)
                    .assumingMemoryBound(to: Float.self)
                plane[isPlanar ? index : index * channels + channel] = value
            }
        }
        return frame
    }
}

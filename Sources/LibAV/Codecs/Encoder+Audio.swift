internal import CFFmpeg
internal import CFFmpegShims

extension Encoder {
    /// Opens an audio encoder with the channels of a source's stream.
    ///
    /// - Parameter bitsPerSecondAChannel: the target bit rate per channel.
    public static func openAudio(
        _ codec: AudioCodec, like input: borrowing InputFile, stream: Int, bitsPerSecondAChannel: Int
    ) throws(AVFailure) -> Encoder {
        let encoder = try make(codec.encoderName)
        let context = encoder.pointer
        var source = input.stream(stream).pointee.codecpar.pointee
        let layout = try ChannelLayout(copying: &source.ch_layout)
        try layout.copy(to: &context.pointee.ch_layout)
        context.pointee.sample_rate = codec == .opus ? 48000 : nearestRate(source.sample_rate)
        context.pointee.sample_fmt = codec.isInterleaved ? AV_SAMPLE_FMT_FLT : AV_SAMPLE_FMT_FLTP
        context.pointee.time_base = AVRational(num: 1, den: context.pointee.sample_rate)
        context.pointee.bit_rate = Int64(bitsPerSecondAChannel) * Int64(layout.channels)
        // Without this, FFmpeg's AAC encoder writes its own name into the stream.
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT
        var options: OpaquePointer?
        defer { av_dict_free(&options) }
        if codec == .opus && layout.channels > 2 { av_dict_set(&options, "mapping_family", "1", 0) }
        try check(
            avcodec_open2(context, context.pointee.codec, &options), "open the encoder \(codec.encoderName)")
        return encoder
    }

    /// Opens an audio encoder for 48 kHz stereo.
    public static func openStereo(_ codec: AudioCodec, bitsPerSecond: Int) throws(AVFailure) -> Encoder {
        let encoder = try make(codec.encoderName)
        let context = encoder.pointer
        av_channel_layout_default(&context.pointee.ch_layout, 2)
        context.pointee.sample_rate = 48000
        context.pointee.sample_fmt = codec.isInterleaved ? AV_SAMPLE_FMT_FLT : AV_SAMPLE_FMT_FLTP
        context.pointee.time_base = AVRational(num: 1, den: 48000)
        context.pointee.bit_rate = Int64(bitsPerSecond)
        // Without this, FFmpeg's AAC encoder writes its own name into the stream.
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT
        try check(avcodec_open2(context, context.pointee.codec, nil), "open the encoder \(codec.encoderName)")
        return encoder
    }

    /// The lowest AAC sample rate at or above `rate` (ISO/IEC 14496-3, table 1.18).
    private static func nearestRate(_ rate: Int32) -> Int32 {
        let rates: [Int32] = [
            8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000,
        ]
        return rates.first { $0 >= rate } ?? 96000
    }

    /// The encoder's private codec header (extradata).
    public var header: [UInt8] {
        Array(
            UnsafeBufferPointer(start: pointer.pointee.extradata, count: Int(pointer.pointee.extradata_size)))
    }
    /// Samples per channel and packet.
    public var frameSize: Int { Int(pointer.pointee.frame_size) }
    /// Sample rate of the encoder's input; it may differ from the source's.
    public var sampleRate: Int { Int(pointer.pointee.sample_rate) }
    /// The sample format of the encoder's input.
    public var soundForm: SoundForm {
        SoundForm(
            format: pointer.pointee.sample_fmt.rawValue, rate: pointer.pointee.sample_rate,
            layout: pointer.pointee.ch_layout)
    }
    /// Samples that the encoder inserts before its first input sample.
    public var priming: Int { Int(pointer.pointee.initial_padding) }
}

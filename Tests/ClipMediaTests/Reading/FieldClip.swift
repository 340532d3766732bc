import CFFmpeg
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// A clip of 25 frames a second, 32x64, whose two fields are coded apart as some cameras of AVCHD do: stored samples
/// (I_PCM), an IDR every twelve frames, one packet a field.
struct FieldClip {
    private static let size = (columns: 2, rows: 4)

    private static func unit(_ header: UInt8, _ payload: BitWriter) -> [UInt8] {
        var payload = payload
        payload.finish()
        return [0, 0, 0, 1, header] + EmulationPrevention.added(to: payload.bytes)
    }

    private static var sets: [UInt8] {
        var sequence = BitWriter()
        for byte in [77, 0, 30] { sequence.bits(byte, 8) }
        // Ids, eight bits for frame numbers, times of type 0 with eight bits, one reference.
        for number in [0, 4, 0, 4, 1] { sequence.unsigned(number) }
        sequence.bits(0, 1)
        for number in [size.columns - 1, size.rows / 2 - 1] { sequence.unsigned(number) }
        // Fields, no MBAFF, 8x8 inference, not cropped, no usability information.
        sequence.bits(0b00100, 5)
        var picture = BitWriter()
        for number in [0, 0] { picture.unsigned(number) }
        picture.bits(0, 2)
        for number in [0, 0, 0] { picture.unsigned(number) }
        picture.bits(0, 3)
        for number in [0, 0, 0] { picture.unsigned(number) }
        picture.bits(0b100, 3)
        return unit(0x67, sequence) + unit(0x68, picture)
    }

    private static func field(_ frame: Int, isBottom: Bool) -> [UInt8] {
        let number = frame % 12
        let isEntry = number == 0 && !isBottom
        var slice = BitWriter()
        for value in [0, 7, 0] { slice.unsigned(value) }
        slice.bits(number, 8)
        slice.bits(isBottom ? 0b11 : 0b10, 2)
        if isEntry { slice.unsigned(frame / 12 % 2) }
        slice.bits(2 * number + (isBottom ? 1 : 0), 8)
        slice.bits(0, isEntry ? 2 : 1)
        for value in [0, 1] { slice.unsigned(value) }
        for block in 0..<size.columns * size.rows / 2 {
            slice.unsigned(25)
            slice.align()
            for sample in 0..<256 { slice.bits(40 + (frame * 3 + block * 20 + sample / 8) % 160, 8) }
            for _ in 0..<128 { slice.bits(120, 8) }
        }
        return [0, 0, 0, 1, 9, 0xF0] + (isEntry ? sets : []) + unit(isEntry ? 0x65 : 0x41, slice)
    }

    /// Writes a transport stream.
    static func write(_ path: FilePath, frames: Int) throws {
        var muxer: UnsafeMutablePointer<AVFormatContext>?
        try #require(avformat_alloc_output_context2(&muxer, nil, "mpegts", path.string) >= 0)
        let output = try #require(muxer)
        defer { avformat_free_context(output) }
        let stream = try #require(avformat_new_stream(output, nil))
        stream.pointee.codecpar.pointee.codec_type = AVMEDIA_TYPE_VIDEO
        stream.pointee.codecpar.pointee.codec_id = AV_CODEC_ID_H264
        stream.pointee.time_base = AVRational(num: 1, den: 50)
        try #require(avio_open(&output.pointee.pb, path.string, AVIO_FLAG_WRITE) >= 0)
        defer { avio_closep(&output.pointee.pb) }
        try #require(avformat_write_header(output, nil) >= 0)
        let packet = try Packet()
        for position in 0..<2 * frames {
            try packet.replaceBytes(field(position / 2, isBottom: position % 2 == 1))
            (packet.presentation, packet.decode, packet.duration) = (Int64(position), Int64(position), 1)
            if position % 24 == 0 { packet.pointer.pointee.flags |= AV_PKT_FLAG_KEY }
            av_packet_rescale_ts(packet.pointer, AVRational(num: 1, den: 50), stream.pointee.time_base)
            try #require(av_interleaved_write_frame(output, packet.pointer) == 0)
        }
        try #require(av_write_trailer(output) == 0)
    }
}

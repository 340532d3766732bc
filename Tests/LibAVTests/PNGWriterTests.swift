import CFFmpeg
import Testing

@testable import LibAV

@Suite struct PNGWriterTests {
    @Test(arguments: [(1, 1), (3, 2), (67, 45)])
    func `a decoder reads back every pixel`(width: Int, height: Int) throws {
        let pixels = (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 * 37 + $0 / 7) }
        let file = try PNGWriter.file(pixels, width: width, height: height)
        #expect(file.starts(with: [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]))
        #expect(file.suffix(8).prefix(4).elementsEqual("IEND".utf8))

        var context = avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_PNG))
        defer { avcodec_free_context(&context) }
        try #require(avcodec_open2(context, nil, nil) == 0)
        let packet = try Packet()
        let frame = try Frame()
        try #require(av_new_packet(packet.pointer, Int32(file.count)) == 0)
        packet.pointer.pointee.data.update(from: file, count: file.count)
        try #require(avcodec_send_packet(context, packet.pointer) == 0)
        try #require(avcodec_receive_frame(context, frame.pointer) == 0)
        let size = (frame.width, frame.height)
        #expect(size == (width, height))
        let format = frame.pixelFormat
        #expect(format.name == "rgb24")
        let first = frame.plane(0)
        let plane = try #require(first)
        let read = (0..<height).flatMap { row in
            Array(UnsafeBufferPointer(start: plane.base + row * plane.stride, count: width * 3))
        }
        #expect(read == pixels)
    }
}

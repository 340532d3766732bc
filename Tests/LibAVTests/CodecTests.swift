import CFFmpeg
import Testing

@testable import LibAV

/// Reads through FFmpeg's buffered layer, as demuxers do.
func ioRead(_ io: UnsafeMutablePointer<AVIOContext>?, _ bytes: inout [UInt8]) -> Int32 {
    avio_read(io, &bytes, Int32(bytes.count))
}

func ioFree(_ io: inout UnsafeMutablePointer<AVIOContext>?) {
    if let context = io { av_freep(&context.pointee.buffer) }
    avio_context_free(&io)
}

@Suite struct CodecTests {
    /// A frame on the heap, so that arrays can hold it.
    private final class Held {
        let frame: Frame
        init(_ frame: consuming Frame) { self.frame = frame }
    }

    /// The first `count` pictures of an open file.
    private func pictures(_ input: borrowing InputFile, _ count: Int) throws -> [Held] {
        let decoder = try Decoder.open(input, stream: 0)
        let packet = try Packet()
        let frame = try Frame()
        var found: [Held] = []
        var isOver = false
        while found.count < count {
            switch try decoder.receive(into: frame) {
            case .frame: found.append(Held(try frame.share()))
            case .damage: Issue.record("a picture did not decode")
            case .end: return found
            case .needsMore:
                if isOver { return found }
                if try !input.read(into: packet) {
                    isOver = true
                    try decoder.finish()
                } else if packet.stream == 0 {
                    let isGood = try decoder.send(packet)
                    #expect(isGood)
                }
            }
        }
        return found
    }

    @Test(arguments: [("mp4", VideoCodec.h264), ("matroska", .h264), ("webm", .vp9), ("webm", .vp8)])
    func `what is encoded and written decodes to nearly the same pictures`(format: String, codec: VideoCodec)
        throws
    {
        let file = try TemporaryFile(sampleBytes: .max)
        let input = try InputFile.open(descriptor: file.descriptor)
        let source = try pictures(input, 12)
        try #require(source.count == 12)
        let settings = VideoSettings(
            codec: codec, quality: 12, speed: "ultrafast", keyInterval: 5, threads: 1)
        let encoder = try Encoder.openVideo(
            settings, like: input, stream: 0, pixelFormat: source[0].frame.pixelFormat)
        let target = try TemporaryFile([])
        let output = try OutputFile.create(format: format, descriptor: target.descriptor)
        let stream = try output.addStream(encodedBy: encoder, like: input, stream: 0)
        try output.begin([:])
        let packet = try Packet()
        for (number, held) in source.enumerated() {
            let picture = try held.frame.share()
            picture.presentation = Int64(number)
            picture.requestKey(false)
            try encoder.send(picture)
            try drain(encoder, packet, output, stream)
        }
        try encoder.finish()
        try drain(encoder, packet, output, stream)
        try output.finish()
        let back = try pictures(try InputFile.open(descriptor: target.descriptor), 100)
        try #require(back.count == 12)
        for (mine, theirs) in zip(source, back) {
            let noise = try noise(of: theirs, against: mine)
            #expect(noise > 33 && noise < 1000)
        }
    }

    /// Writes what the encoder has ready.
    private func drain(
        _ encoder: borrowing Encoder, _ packet: borrowing Packet, _ output: borrowing OutputFile,
        _ stream: Int
    ) throws {
        while try encoder.receive(into: packet) {
            packet.duration = 1
            try output.write(packet, to: stream, timeBase: (1, 30))
        }
    }

    @Test func `pictures are compared by what can be seen`() throws {
        let file = try TemporaryFile(sampleBytes: .max)
        let source = try pictures(try InputFile.open(descriptor: file.descriptor), 2)
        try #require(source.count == 2)
        let same = try source[0].frame.share()
        // Owners do not pass through the macros: what they say is taken first.
        let sample = PictureSample(source[0].frame, every: 1)
        let noNoise = sample.signalToNoise(of: same)
        #expect(noNoise == .infinity)
        let noise = try noise(of: source[0], against: source[1])
        #expect(noise < 60)
        same.pointer.pointee.width -= 2
        let none = sample.signalToNoise(of: same)
        #expect(none == nil)
    }

    private func noise(of one: Held, against other: Held) throws -> Double {
        let noise = PictureSample(other.frame, every: 1).signalToNoise(of: one.frame)
        return try #require(noise, "the pictures cannot be compared")
    }

    @Test func `noise is measured as its formula says`() throws {
        let file = try TemporaryFile(sampleBytes: .max)
        let input = try InputFile.open(descriptor: file.descriptor)
        let source = try pictures(input, 1)
        let format = source[0].frame.pixelFormat
        let (left, right) = (Held(try flat(100, format)), Held(try flat(110, format)))
        // Every sample is off by 10: 20·log10(255 / 10) dB.
        let noise = try noise(of: left, against: right)
        #expect(abs(noise - 28.130803608679) < 1e-6)
    }

    /// A picture of 64x48 whose samples all have one value.
    private func flat(_ value: UInt8, _ format: PixelFormat) throws -> Frame {
        let frame = try Frame()
        frame.pointer.pointee.format = format.code
        (frame.pointer.pointee.width, frame.pointer.pointee.height) = (64, 48)
        try check(av_frame_get_buffer(frame.pointer, 0), "make room")
        let facts = frame.pointer.pointee
        for (base, stride, rows) in [
            (facts.data.0, facts.linesize.0, 48), (facts.data.1, facts.linesize.1, 24),
            (facts.data.2, facts.linesize.2, 24),
        ] { base?.update(repeating: value, count: Int(stride) * rows) }
        return frame
    }

    private func open(_ input: borrowing InputFile) throws { _ = try Decoder.open(input, stream: 0).pointer }

    @Test func `a codec that this FFmpeg lacks is told as such`() throws {
        let file = try TemporaryFile(sampleBytes: .max)
        let input = try InputFile.open(descriptor: file.descriptor)
        input.stream(0).pointee.codecpar.pointee.codec_id = AV_CODEC_ID_NONE
        let failure = #expect(throws: AVFailure.self) { try open(input) }
        #expect(failure?.isMissingCodec == true)
        #expect(failure?.isInvalidData == false)
    }
}

@Suite struct AVFailureTests {
    @Test(arguments: [2, 5, 12, 28] as [Int32])
    func `a failure tells what was attempted and why`(number: Int32) {
        let failure = AVFailure("write a packet", code: -number)
        #expect(failure.posixCode == number)
        #expect(failure.description.hasPrefix("could not write a packet: "))
        #expect(!failure.reason.isEmpty)
        #expect(!failure.isInvalidData && !failure.isInterruption && !failure.isMissingCodec)
    }

    @Test func `only negative results are failures`() throws {
        #expect(try check(0, "x") == 0)
        #expect(try check(7, "x") == 7)
        #expect(throws: AVFailure.self) { try check(-1, "x") }
    }
}

@Suite struct FingerprintTests {
    // FIPS 180-4's examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `the hash is SHA-256`(text: String, hash: String) throws {
        var print = try Fingerprint()
        print.add(Array(text.utf8))
        let found = print.hexadecimal()
        #expect(found == hash)
    }

    @Test func `pieces hash as the whole`() throws {
        var whole = try Fingerprint()
        var pieces = try Fingerprint()
        whole.add(Array("abcdef".utf8))
        pieces.add(Array("abc".utf8))
        pieces.add(Array("def".utf8))
        let (one, other) = (whole.hexadecimal(), pieces.hexadecimal())
        #expect(one == other)
    }
}

import CFFmpeg
import Testing

@testable import LibAV

/// What was opened for one form never reads a frame of another: it would read beyond the frame's memory.
@Suite struct InputGuardTests {
    /// A frame on the heap, so that closures can hold it.
    final class Held {
        let frame: Frame
        init(_ frame: consuming Frame) { self.frame = frame }
    }

    static func picture(_ width: Int, _ height: Int, _ format: AVPixelFormat = AV_PIX_FMT_YUV420P) throws
        -> Held
    {
        let frame = try Frame()
        frame.pointer.pointee.format = format.rawValue
        (frame.pointer.pointee.width, frame.pointer.pointee.height) = (Int32(width), Int32(height))
        try check(av_frame_get_buffer(frame.pointer, 0), "make room")
        return Held(frame)
    }

    static func sound(
        _ count: Int, rate: Int32 = 48000, channels: Int32 = 2, _ format: AVSampleFormat = AV_SAMPLE_FMT_FLTP
    ) throws -> Held {
        var layout = AVChannelLayout()
        av_channel_layout_default(&layout, channels)
        let frame = try Frame.samples(
            Int32(count), format: format.rawValue, rate: rate, layout: try ChannelLayout(copying: &layout))
        let planar = av_sample_fmt_is_planar(format) != 0
        let bytes = count * Int(av_get_bytes_per_sample(format)) * (planar ? 1 : Int(channels))
        for plane in 0..<(planar ? Int(channels) : 1) {
            frame.pointer.pointee.extended_data[plane]!.update(repeating: 0, count: bytes)
        }
        return Held(frame)
    }

    /// The call fails because of its input's form, and for nothing else.
    private func refuses(_ body: () throws -> Void) {
        let failure = #expect(throws: AVFailure.self) { try body() }
        #expect(failure?.isRefusedInput == true)
    }

    private static let others: [(Int, Int, AVPixelFormat)] = [
        (32, 48, AV_PIX_FMT_YUV420P), (64, 24, AV_PIX_FMT_YUV420P), (128, 96, AV_PIX_FMT_YUV420P),
        (64, 48, AV_PIX_FMT_YUV422P), (64, 48, AV_PIX_FMT_GRAY8), (64, 48, AV_PIX_FMT_NV12),
        (64, 48, AV_PIX_FMT_YUV420P10LE),
    ]

    @Test(arguments: [VideoCodec.h264, .vp8, .vp9])
    func `an encoder refuses pictures of another size or format`(codec: VideoCodec) throws {
        let encoder = try Encoder.openPicture(
            VideoSettings(codec: codec, quality: 30, speed: "ultrafast", keyInterval: 10, threads: 1),
            width: 64, height: 48, rate: (25, 1))
        for (width, height, format) in Self.others {
            let other = try Self.picture(width, height, format)
            do throws(AVFailure) {
                try encoder.send(other.frame)
                Issue.record("\(width)x\(height) was taken")
            } catch { #expect(error.isRefusedInput) }
        }
        let right = try Self.picture(64, 48)
        right.frame.presentation = 0
        try encoder.send(right.frame)
    }

    @Test(arguments: [AudioCodec.aac, .opus])
    func `an encoder refuses sound of another rate, format or number of channels`(codec: AudioCodec) throws {
        let encoder = try Encoder.openStereo(codec, bitsPerSecond: 96000)
        let format = AVSampleFormat(encoder.pointer.pointee.sample_fmt.rawValue)
        let count = encoder.frameSize
        for other in [
            try Self.sound(count, rate: 44100, format), try Self.sound(count, channels: 1, format),
            try Self.sound(count, channels: 6, format), try Self.sound(count, AV_SAMPLE_FMT_S16),
        ] {
            do throws(AVFailure) {
                try encoder.send(other.frame)
                Issue.record("\(other.frame.soundForm.text) was taken")
            } catch { #expect(error.isRefusedInput) }
        }
        let right = try Self.sound(count, format)
        try encoder.send(right.frame)
    }

    @Test func `a scaler refuses pictures of another size or format`() throws {
        let first = try Self.picture(64, 48)
        let scaler = try Scaler(from: first.frame, to: PixelFormat(AV_PIX_FMT_YUV444P.rawValue))
        for (width, height, format) in Self.others {
            let other = try Self.picture(width, height, format)
            do throws(AVFailure) {
                _ = try scaler.convert(other.frame)
                Issue.record("\(width)x\(height) was taken")
            } catch { #expect(error.isRefusedInput) }
        }
        let size = try scaler.convert(first.frame).width
        #expect(size == 64)
    }

    @Test func `filters refuse pictures of another size or format`() throws {
        try #require(FilterGraph.isAvailable)
        let first = try Self.picture(64, 48)
        let graph = try FilterGraph.open(
            [FilterStep("crop", [("w", "60"), ("h", "40")], from: ["in"], to: ["out"])],
            from: [("in", first.frame.shape)])
        for (width, height, format) in Self.others {
            let other = try Self.picture(width, height, format)
            do throws(AVFailure) {
                try graph.send(other.frame)
                Issue.record("\(width)x\(height) was taken")
            } catch { #expect(error.isRefusedInput) }
        }
        try graph.send(first.frame)
    }

    @Test func `converters of sound refuse other forms, and more samples than there are`() throws {
        let first = try Self.sound(1000)
        let encoder = try Encoder.openStereo(.aac, bitsPerSecond: 96000)
        var resampler = try Resampler.open(from: first.frame, to: encoder)
        let stereo = try StereoConverter.open(for: first.frame)
        for other in [
            try Self.sound(1000, rate: 44100), try Self.sound(1000, channels: 1),
            try Self.sound(1000, channels: 6), try Self.sound(1000, AV_SAMPLE_FMT_S16),
        ] {
            #expect(!(resampler.fits(other.frame) || stereo.fits(other.frame)))
            refuses { try resampler.push(other.frame, from: 0, count: 1000) }
            do throws(AVFailure) {
                try stereo.push(other.frame, from: 0, count: 1000)
                Issue.record("\(other.frame.soundForm.text) was taken")
            } catch { #expect(error.isRefusedInput) }
        }
        for (start, count) in [(0, 1001), (1, 1000), (-1, 10), (999, 2)] {
            refuses { try resampler.push(first.frame, from: start, count: count) }
            do throws(AVFailure) {
                try stereo.push(first.frame, from: start, count: count)
                Issue.record("\(count) samples from \(start) were taken")
            } catch { #expect(error.isRefusedInput) }
        }
        try resampler.push(first.frame, from: 0, count: 1000)
    }

    @Test func `a resampler follows the sound into another form`() throws {
        let encoder = try Encoder.openStereo(.aac, bitsPerSecond: 96000)
        let forms = [(48000, 2), (44100, 1), (44100, 6), (8000, 2), (48000, 2)]
        var resampler: Resampler?
        var (total, portions): (Int, [Int]) = (0, [])
        for (rate, channels) in forms {
            let frame = try Self.sound(rate / 2, rate: Int32(rate), channels: Int32(channels))
            if resampler == nil {
                resampler = try Resampler.open(from: frame.frame, to: encoder)
            } else {
                try resampler!.finish()
                while let portion = try resampler!.pull() { portions.append(portion.sampleCount) }
                try resampler!.follow(frame.frame)
            }
            try resampler!.push(frame.frame, from: 0, count: rate / 2)
            while let portion = try resampler!.pull() { portions.append(portion.sampleCount) }
        }
        try resampler!.finish()
        while let portion = try resampler!.pull(flush: true) { portions.append(portion.sampleCount) }
        total = portions.reduce(0, +)
        // Half a second of each, to the sample but for rounding at the changes.
        #expect(abs(total - 5 * 24000) <= 8)
        // An encoder takes nothing but full portions, the last one aside.
        #expect(portions.dropLast().allSatisfy { $0 == encoder.frameSize })
    }

    @Test func `a JPEG is made of what it can hold only`() throws {
        let plain = try Self.picture(64, 48)
        do throws(AVFailure) {
            _ = try JPEGWriter.file(plain.frame)
            Issue.record("a frame of limited range was taken")
        } catch { #expect(error.isRefusedInput) }
    }
}

/// Pictures whose form changes in mid-stream all get the form that the stream declares.
@Suite struct PictureConformerTests {
    private func facts(_ change: (inout StreamFacts.Video) -> Void = { _ in }) throws -> StreamFacts {
        let file = try TemporaryFile(sampleBytes: .max)
        var facts = try InputFile.open(descriptor: file.descriptor).streams[0]
        (facts.video!.width, facts.video!.height) = (160, 90)
        change(&facts.video!)
        return facts
    }

    /// A picture with one value in all samples of luma, and of chroma another.
    private func flat(
        _ width: Int, _ height: Int, luma: UInt8, chroma: UInt8 = 128,
        _ format: AVPixelFormat = AV_PIX_FMT_YUV420P
    ) throws -> InputGuardTests.Held {
        let held = try InputGuardTests.picture(width, height, format)
        for plane in 0..<3 {
            let rows = plane == 0 ? height : held.frame.chromaSize.height
            let (base, stride) = held.frame.plane(plane)!
            base.update(repeating: plane == 0 ? luma : chroma, count: stride * rows)
        }
        return held
    }

    private func value(_ held: InputGuardTests.Held, _ x: Int, _ y: Int, plane: Int = 0) -> Int {
        let (base, stride) = held.frame.plane(plane)!
        return Int(base[y * stride + x])
    }

    @Test(arguments: [(320, 180), (80, 45), (640, 360), (162, 91)])
    func `a picture of another size fills the frame`(width: Int, height: Int) throws {
        var conformer = PictureConformer(try facts())
        let (same, other) = (try flat(160, 90, luma: 200), try flat(width, height, luma: 120))
        #expect(try !conformer.conform(same.frame))
        #expect(try conformer.conform(other.frame))
        let (size, difference) = ((other.frame.width, other.frame.height), conformer.difference)
        #expect(size == (160, 90) && difference == "\(width)x\(height)")
        for (x, y) in [(0, 0), (159, 0), (0, 89), (159, 89), (80, 45)] {
            #expect(abs(value(other, x, y) - 120) <= 1)
        }
        #expect(try conformer.conform(try flat(160, 90, luma: 1).frame))
        let none = conformer.difference
        #expect(none == nil)
    }

    @Test func `a picture of another shape lies between black bars`() throws {
        var conformer = PictureConformer(try facts())
        let tall = try flat(90, 160, luma: 120)
        #expect(try conformer.conform(tall.frame))
        // 90 rows of a shape of 9:16 are 50.6 columns: 50, on an even place.
        #expect(value(tall, 0, 45) == 16 && value(tall, 53, 45) == 16 && value(tall, 159, 45) == 16)
        #expect(abs(value(tall, 54, 45) - 120) <= 2 && abs(value(tall, 103, 45) - 120) <= 2)
        #expect(value(tall, 104, 45) == 16 && value(tall, 0, 22, plane: 1) == 128)
        let wide = try flat(320, 90, luma: 120)
        #expect(try conformer.conform(wide.frame))
        #expect(value(wide, 80, 0) == 16 && value(wide, 80, 89) == 16 && abs(value(wide, 80, 45) - 120) <= 1)
    }

    @Test func `the shape of a sample counts`() throws {
        var conformer = PictureConformer(
            try facts {
                ($0.sampleAspect, $0.codedAspect) = ((1, 1), (1, 1))
            })
        let wide = try flat(160, 90, luma: 120)
        wide.frame.pointer.pointee.sample_aspect_ratio = AVRational(num: 4, den: 3)
        #expect(try conformer.conform(wide.frame))
        // 16:9 of samples of 4:3 is 64:27: 68 of 90 rows, rounded to even ones.
        #expect(value(wide, 80, 9) == 16 && abs(value(wide, 80, 12) - 120) <= 2)
        let aspect = wide.frame.pointer.pointee.sample_aspect_ratio
        #expect(aspect.num == 1 && aspect.den == 1)
    }

    @Test func `what a container says of the shape of a sample is no change`() throws {
        var conformer = PictureConformer(
            try facts {
                ($0.sampleAspect, $0.codedAspect) = ((4, 3), (1, 1))
            })
        let frame = try flat(160, 90, luma: 120)
        frame.frame.pointer.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
        #expect(try !conformer.conform(frame.frame))
        #expect(value(frame, 80, 0) == 120)
    }

    @Test func `formats and ranges become the declared ones`() throws {
        var conformer = PictureConformer(try facts())
        let finer = try flat(160, 90, luma: 120, AV_PIX_FMT_YUV444P)
        #expect(try conformer.conform(finer.frame))
        let chroma = finer.frame.chromaSize.width
        #expect(finer.frame.pixelFormat == .planar420 && chroma == 80 && value(finer, 80, 45) == 120)
        let full = try flat(160, 90, luma: 255, AV_PIX_FMT_YUVJ420P)
        #expect(try conformer.conform(full.frame))
        #expect(full.frame.pixelFormat == .planar420 && abs(value(full, 80, 45) - 235) <= 1)
    }

    @Test(arguments: [AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV422P10LE, AV_PIX_FMT_YUVJ444P])
    func `a range that changes is converted in every format`(format: AVPixelFormat) throws {
        var conformer = PictureConformer(try facts())
        let full = try flat(160, 90, luma: 255, format)
        full.frame.pointer.pointee.color_range = AVCOL_RANGE_JPEG
        if PixelFormat(format.rawValue).bitDepth == 10 {
            let (base, stride) = full.frame.plane(0)!
            UnsafeMutableRawPointer(base).assumingMemoryBound(to: UInt16.self)
                .update(repeating: 1023, count: stride / 2 * 90)
        }
        #expect(try conformer.conform(full.frame))
        let (isPlain, range) = (full.frame.pixelFormat == .planar420, full.frame.pointer.pointee.color_range)
        #expect(isPlain && range == AVCOL_RANGE_MPEG && abs(value(full, 80, 45) - 235) <= 1)
    }

    @Test func `full range under either of its names is no change`() throws {
        var conformer = PictureConformer(
            try facts { ($0.pixelFormat, $0.range) = (PixelFormat(AV_PIX_FMT_YUVJ420P.rawValue), "pc") })
        let plain = try flat(160, 90, luma: 250)
        plain.frame.pointer.pointee.color_range = AVCOL_RANGE_JPEG
        #expect(try !conformer.conform(plain.frame))
        #expect(value(plain, 80, 45) == 250)
        #expect(plain.frame.pixelFormat == PixelFormat(AV_PIX_FMT_YUVJ420P.rawValue))
    }

    @Test(arguments: [90, 180, 270])
    func `a picture that is to be turned is turned`(degrees: Int) throws {
        var conformer = PictureConformer(try facts())
        #expect(try !conformer.conform(try flat(160, 90, luma: 1).frame))
        // Bright at its upper left.
        let picture = try flat(160, 90, luma: 60)
        let (base, stride) = picture.frame.plane(0)!
        for y in 0..<45 { (base + y * stride).update(repeating: 200, count: 80) }
        let data = av_frame_new_side_data(picture.frame.pointer, AV_FRAME_DATA_DISPLAYMATRIX, 36)
        try #require(data).pointee.data.withMemoryRebound(to: Int32.self, capacity: 9) {
            av_display_rotation_set($0, Double(degrees))
        }
        #expect(try conformer.conform(picture.frame))
        let (size, difference) = ((picture.frame.width, picture.frame.height), conformer.difference)
        #expect(size == (160, 90) && difference == "turned by \(degrees) degrees")
        // Upright it is 50 columns wide, from the 54th on.
        let columns = degrees == 180 ? [20, 140] : [60, 98]
        let corners = [(columns[0], 8), (columns[1], 8), (columns[1], 80), (columns[0], 80)]
        for (number, corner) in corners.enumerated() {
            let isBright = number == degrees / 90
            #expect(abs(value(picture, corner.0, corner.1) - (isBright ? 200 : 60)) <= 3, "\(corner)")
        }
        if degrees != 180 { #expect(value(picture, 20, 45) == 16) }
    }

    @Test func `a matrix that changes is converted`() throws {
        var conformer = PictureConformer(try facts { $0.matrix = "bt709" })
        let other = try flat(160, 90, luma: 81, chroma: 240)
        other.frame.pointer.pointee.colorspace = AVCOL_SPC_SMPTE170M
        #expect(try conformer.conform(other.frame))
        // The same red, green and blue need other luma in BT.709.
        #expect(abs(value(other, 80, 45) - 81) > 1)
        #expect(other.frame.pointer.pointee.colorspace == AVCOL_SPC_BT709)
    }
}

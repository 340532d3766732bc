import ClipCore
import Glibc
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// Packets and headers that hold more than pictures, and what a copy keeps of them.
@Suite struct PictureScrubberTests {
    private let slice: [UInt8] = [0x65, 9, 8, 7]
    private let recovery: [UInt8] = [6, 6, 1, 0x88, 0x80]

    private func scrub(_ units: [[UInt8]], prefixSize: Int? = 4, isHEVC: Bool = false) -> Scrubbed? {
        let scrubber = NALScrubber(isHEVC: isHEVC, prefixSize: prefixSize)
        return framed(units, prefixSize).withUnsafeBufferPointer { scrubber.scrubbed($0) }
    }

    private func framed(_ units: [[UInt8]], _ prefixSize: Int? = 4) -> [UInt8] {
        units.flatMap { unit in
            guard let prefixSize else { return [0, 0, 0, 1] + unit }
            return (0..<prefixSize).reversed().map { UInt8(unit.count >> (8 * $0) & 255) } + unit
        }
    }

    /// A unit with one message.
    private func message(_ type: Int, _ payload: [UInt8], isHEVC: Bool = false) -> [UInt8] {
        (isHEVC ? [39 << 1, 1] : [6])
            + EmulationPrevention.added(
                to: [UInt8](repeating: 255, count: type / 255) + [UInt8(type % 255)]
                    + [UInt8](repeating: 255, count: payload.count / 255) + [UInt8(payload.count % 255)]
                    + payload + [0x80])
    }

    // MARK: PNG and JPEG

    @Test func `of a PNG picture texts, times and Exif go`() {
        let chunk = { (name: String, data: [UInt8]) in
            [0, 0, 0, UInt8(data.count)] + Array(name.utf8) + data + [1, 2, 3, 4]
        }
        let (start, whole) = (
            Array("\u{89}PNG\r\n\u{1A}\n".unicodeScalars.map { UInt8($0.value) }), chunk("IEND", [])
        )
        let kept = start + chunk("IHDR", [8, 8]) + chunk("sRGB", [0]) + chunk("IDAT", [5, 6, 7]) + whole
        let noted =
            start + chunk("IHDR", [8, 8]) + chunk("sRGB", [0]) + chunk("eXIf", [9])
            + chunk("tEXt", [65, 0, 66])
            + chunk("IDAT", [5, 6, 7]) + chunk("tIME", [1]) + whole
        let scrubber = StillScrubber(isPNG: true)
        let made = noted.withUnsafeBufferPointer { scrubber.scrubbed($0) }
        #expect(made == Scrubbed(bytes: kept, removed: ["PNG eXIf": 1, "PNG tEXt": 1, "PNG tIME": 1]))
        #expect(kept.withUnsafeBufferPointer { scrubber.scrubbed($0) } == nil)
        for end in noted.indices { _ = noted[..<end].withUnsafeBufferPointer { scrubber.scrubbed($0) } }
    }

    @Test func `of a JPEG picture Exif, comments and previews go, its colours stay`() {
        let segment = { (marker: UInt8, data: [UInt8]) in [0xFF, marker, 0, UInt8(data.count + 2)] + data }
        let profile = segment(0xE2, Array("ICC_PROFILE\0".utf8))
        let scan: [UInt8] = [0xFF, 0xDA, 0, 2, 0xFF, 0xE1, 0, 3, 1, 0xFF, 0xD9]
        let kept =
            [0xFF, 0xD8] + segment(0xE0, [1]) + profile + segment(0xEE, [2]) + segment(0xDB, [3]) + scan
        let noted =
            [0xFF, 0xD8] + segment(0xE0, [1]) + segment(0xE1, [7, 7]) + profile + segment(0xE2, [8])
            + segment(0xEE, [2]) + segment(0xFE, [65]) + segment(0xDB, [3]) + scan
        let scrubber = StillScrubber(isPNG: false)
        let made = noted.withUnsafeBufferPointer { scrubber.scrubbed($0) }
        #expect(made == Scrubbed(bytes: kept, removed: ["JPEG APP1": 1, "JPEG APP2": 1, "JPEG COM": 1]))
        for end in noted.indices { _ = noted[..<end].withUnsafeBufferPointer { scrubber.scrubbed($0) } }
    }

    // MARK: H.264 and HEVC

    @Test(arguments: [nil, 2, 4]) func `an encoder's note goes and the rest stays`(prefixSize: Int?) {
        let note = message(5, [1, 2, 3, 4])
        let made = scrub([[9, 0xF0], note, recovery, slice, [0x41, 1]], prefixSize: prefixSize)
        #expect(made?.bytes == framed([[9, 0xF0], recovery, slice, [0x41, 1]], prefixSize))
        #expect(made?.removed == ["SEI 5": 1])
        #expect(scrub([[9, 0xF0], recovery, slice], prefixSize: prefixSize) == nil)
        // Some tools write it behind the slices.
        #expect(scrub([slice, note], prefixSize: prefixSize)?.bytes == framed([slice], prefixSize))
    }

    @Test func `of all types of messages only those stay that a picture needs`() {
        for isHEVC in [false, true] {
            let picture: [UInt8] = isHEVC ? [19 << 1, 1, 5] : slice
            let kept = (0...300).filter { type in
                let size = [137: 24, 144: 4, 147: 1, 148: 8][type] ?? 3
                let unit = message(type, [UInt8](repeating: 7, count: size), isHEVC: isHEVC)
                return scrub([unit, picture], isHEVC: isHEVC) == nil
            }
            let both = [0, 1, 6, 19, 45, 47, 137, 144, 147, 148, 149]
            #expect(kept == (isHEVC ? both + [129, 130, 132, 134, 135, 160, 165, 176] : both).sorted())
        }
    }

    @Test func `of all types of units only those stay that hold pictures or parameters`() {
        let h264 = (0...31).filter { type in scrub([[UInt8(type), 1, 2], slice]) == nil }
        #expect(h264 == Array(1...5) + Array(7...11) + Array(13...15) + Array(19...21))
        let hevc = (0...63).filter { type in
            scrub([[UInt8(type << 1), 1, 2], [19 << 1, 1, 5]], isHEVC: true) == nil
        }
        #expect(hevc == Array(0...9) + Array(16...21) + Array(32...37) + [62, 63])
        #expect(scrub([[30, 0xAA, 0xBB], slice])?.removed == ["NAL 30": 1])
    }

    @Test func `captions and HDR10+ stay and other registered data goes`() {
        let pairs: [UInt8] = [0xFC, 0x94, 0x2C, 0xFD, 0x80, 0x80]
        let captions = [0xB5, 0, 0x31] + Array("GA94".utf8) + [3, 0x42, 0xFF] + pairs + [0xFF]
        let bright: [UInt8] = [0xB5, 0, 0x3C, 0, 1, 4, 1, 0x40, 0]
        for good in [captions, bright, [0xB5, 0, 0x31] + Array("DTG1".utf8) + [0x41, 0xF8]] {
            #expect(scrub([message(4, good), slice]) == nil)
        }
        let camera: [UInt8] = [0xB5, 0, 0x99] + Array("GPS 6.2S 106.8E".utf8)
        let hidden = captions + Array("GPS 6.2S 106.8E".utf8)
        for bad in [
            camera, hidden, [0xB5], [0x26, 0, 4], [0xB5, 0, 0x31] + Array("GA94".utf8) + [9, 1, 2],
        ] {
            #expect(scrub([message(4, bad), slice])?.removed == ["SEI 4": 1])
        }
    }

    @Test func `a message that has not its size goes`() {
        #expect(scrub([message(137, [UInt8](repeating: 1, count: 40)), slice])?.removed == ["SEI 137": 1])
        #expect(scrub([message(1, [UInt8](repeating: 1, count: 900)), slice])?.removed == ["SEI 1": 1])
    }

    @Test func `the other messages of a unit stay, escaped again`() {
        // Payload type 1 of three zero bytes, which need an escape, before a note.
        let both: [UInt8] = [6, 1, 4, 0, 0, 3, 0, 7, 5, 2, 1, 1, 0x80]
        #expect(scrub([both, slice])?.bytes == framed([[6, 1, 4, 0, 0, 3, 0, 7, 0x80], slice]))
    }

    @Test func `what is cut short goes, but a slice stays`() {
        #expect(scrub([[6, 5, 200, 1, 2, 0x80], slice])?.bytes == framed([slice]))
        #expect(scrub([[6], slice])?.bytes == framed([slice]))
        let scrubber = NALScrubber(isHEVC: false, prefixSize: 4)
        let cut = framed([slice]) + [0, 0, 0, 9, 0x41, 5]
        #expect(cut.withUnsafeBufferPointer { scrubber.scrubbed($0) } == nil)
        let note = framed([slice]) + [0, 0, 0, 90, 6, 5, 80, 1]
        #expect(note.withUnsafeBufferPointer { scrubber.scrubbed($0) }?.bytes == framed([slice]))
        let junk = framed([slice]) + [1, 2]
        #expect(junk.withUnsafeBufferPointer { scrubber.scrubbed($0) }?.bytes == framed([slice]))
    }

    @Test func `a packet of nothing else becomes one that shows nothing`() {
        #expect(scrub([message(5, [1])])?.bytes == framed([[9, 0xF0]]))
        #expect(scrub([message(5, [1], isHEVC: true)], isHEVC: true)?.bytes == framed([[70, 1, 0x50]]))
    }

    @Test func `of x264's note to its 4 4 4 pictures the version stays`() {
        let scrubber = NALScrubber(isHEVC: false, prefixSize: 4, keepsVersion: true)
        let identifier: [UInt8] = [
            0xDC, 0x45, 0xE9, 0xBD, 0xE6, 0xD9, 0x48, 0xB7, 0x96, 0x2C, 0xD8, 0x20, 0xD9, 0x23, 0xEE, 0xEF,
        ]
        func made(_ text: String) -> [UInt8]? {
            framed([message(5, identifier + Array(text.utf8)), slice]).withUnsafeBufferPointer {
                scrubber.scrubbed($0)?.bytes
            }
        }
        let short = framed([message(5, identifier + Array("x264 - core 142".utf8) + [0]), slice])
        #expect(made("x264 - core 142 r2431 - options: crf=23.0\0") == short)
        #expect(made("camera 7\0") == framed([slice]))
    }

    // MARK: Headers

    @Test func `a header keeps its parameter sets alone`() {
        let (sets, pictures): ([UInt8], [UInt8]) = ([0x67, 100, 0, 30, 0xAC], [0x68, 0xEE])
        let clean = [1, 100, 0, 30, 0xFF, 0xE1, 0, 5] + sets + [1, 0, 2] + pictures + [0xFD, 0xF8, 0xF8, 0]
        let scrubber = NALScrubber(isHEVC: false, prefixSize: 4)
        #expect(scrubber.scrubbed(header: clean) == nil)
        let dirty =
            [1, 100, 0, 30, 0xFF, 0xE1, 0, 5] + sets + [2, 0, 2] + pictures + [0, 3, 6, 5, 1]
            + [0xFD, 0xF8, 0xF8, 0] + Array("GPS".utf8)
        #expect(scrubber.scrubbed(header: dirty)?.bytes == clean)
        let start = [UInt8](repeating: 1, count: 22)
        let unit: [UInt8] = [33 << 1, 1, 7]
        let note = message(5, Array("x265 options".utf8), isHEVC: true)
        let light = message(144, [1, 2, 3, 4], isHEVC: true)
        func array(_ unit: [UInt8]) -> [UInt8] { [unit[0] >> 1, 0, 1, 0, UInt8(unit.count)] + unit }
        let hevc = NALScrubber(isHEVC: true, prefixSize: 4)
        let kept = start + [2] + array(unit) + array(light)
        #expect(hevc.scrubbed(header: kept) == nil)
        #expect(hevc.scrubbed(header: start + [3] + array(unit) + array(note) + array(light))?.bytes == kept)
    }

    // MARK: AV1

    @Test func `of AV1 only pictures, HDR and captions stay`() {
        let frame: [UInt8] = [6 << 3 | 2, 2, 0xAA, 0xBB]
        func metadata(_ bytes: [UInt8]) -> [UInt8] { [5 << 3 | 2, UInt8(bytes.count)] + bytes }
        func scrub(_ units: [[UInt8]]) -> Scrubbed? {
            Array(units.joined()).withUnsafeBufferPointer { OBUScrubber().scrubbed($0) }
        }
        let light = metadata([1, 3, 0xE8, 1, 0x90, 0x80])
        let captions = metadata(
            [4, 0xB5, 0, 0x31] + Array("GA94".utf8) + [3, 0x41, 0xFF, 0xFC, 0x94, 0x2C, 0xFF, 0x80])
        #expect(scrub([[2 << 3 | 2, 0], light, captions, frame]) == nil)
        let place = metadata([4, 0xB5, 0, 0x99] + Array("GPS".utf8) + [0x80])
        let made = scrub([metadata([6, 1, 2]), place, [15 << 3 | 2, 1, 0], [9 << 3 | 2, 1, 7], frame])
        #expect(made?.bytes == frame)
        #expect(made?.removed == ["OBU metadata 6": 1, "OBU metadata 4": 1, "OBU 15": 1, "OBU 9": 1])
        // The last one without its size; sizes that lie.
        #expect(scrub([metadata([5, 1]), [6 << 3, 1, 2]])?.bytes == [6 << 3, 1, 2])
        #expect(scrub([frame, [5 << 3 | 2, 100, 6, 1]])?.bytes == frame)
        #expect(scrub([metadata([7])])?.bytes == [0x12, 0])
        #expect(
            OBUScrubber().scrubbed(header: [0x81, 0, 0, 0] + metadata([6, 1]))?.bytes == [0x81, 0, 0, 0])
    }

    // MARK: Outputs

    /// A copy of a sample in which every picture is followed by units that say where it was made.
    private func marked(_ scratch: Scratch, as name: String, format: String) throws -> FilePath {
        let input = try open(Sample.batik.path)
        let descriptor = Glibc.open(scratch.path(name).string, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let output = try OutputFile.create(format: format, descriptor: descriptor)
        for stream in input.streams {
            _ = try output.addStream(copying: input.file, stream: stream.index, keepTag: false)
        }
        try output.begin([:])
        let words = Array("camera-of-ani 6.2S".utf8)
        let units = [
            message(4, [0xB5, 0, 0x99] + words), message(5, words), message(200, words), [30] + words,
        ]
        let packet = try Packet()
        while try input.file.read(into: packet) {
            let stream = input.streams[packet.stream]
            if stream.kind == .video {
                try packet.replaceBytes(framed(units) + packet.withBytes { Array($0) })
            }
            try output.write(packet, to: stream.index, timeBase: stream.timeBase)
        }
        try output.finish()
        return scratch.path(name)
    }

    private func holds(_ path: FilePath, _ word: String) throws -> Bool {
        let source = try SourceFile.open(path)
        let bytes = try source.bytes(at: 0, count: Int(source.sizeBytes))
        let wanted = Array(word.utf8)
        return bytes.indices.contains { bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted) }
    }

    @Test(arguments: ["mp4", "mov", "mkv", "ts"], [TrimRequest.Method.copy, .smart])
    func `nothing of the camera survives a copy, and what went is counted`(
        ending: String, method: TrimRequest.Method
    ) throws {
        let scratch = try Scratch()
        let source = try marked(scratch, as: "in.mp4", format: "mp4")
        #expect(try holds(source, "camera-of-ani"))
        let output = scratch.path("out.\(ending)")
        let report = try trim(
            source, to: output, start: MediaTime(ticks: 4, timescale: 1),
            length: MediaTime(ticks: 4, timescale: 1), method)
        #expect(report.copiedFrames > 0, "\(report.plan.reasons) \(report.deviations)")
        #expect(try !holds(output, "camera-of-ani"))
        let counts = report.removedMetadata.filter { $0.hasSuffix("x)") }
        #expect(
            counts.map { $0.prefix { $0 != "(" } } == ["NAL 30 ", "SEI 200 ", "SEI 4 ", "SEI 5 "],
            "\(report.removedMetadata)")
        // Where packets cannot be skipped into, copied sound begins late.
        #expect(report.deviations.allSatisfy { $0.hasPrefix("sound begins") }, "\(report.deviations)")
        #expect(counts.first == "NAL 30 (\(report.copiedFrames)x)")
        #expect(try Pictures.all(output).count == report.proof.frames)
    }
}

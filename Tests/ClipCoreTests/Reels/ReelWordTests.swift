import SystemPackage
import Testing

@testable import ClipCore

@Suite struct ReelWordTests {
    private func word(_ text: String, files: Set<String> = []) throws(PlanningError) -> ReelWord {
        try ReelWord(Array(text.utf8)) { files.contains($0.string) }
    }

    private func range(_ text: String, of seconds: Int64) throws -> String {
        let range = try #require(try word(text).part).range(in: MediaTime(ticks: seconds, timescale: 1))
        return "\(range.start.text)-\(range.end.text)"
    }

    @Test(arguments: [
        ("a.mp4@12-15", "12-15"), ("a.mp4@1:02-1:03.5", "62-63.5"), ("a.mp4@-10--5", "80-85"),
        ("a.mp4@12", "12-90"), ("a.mp4@12-", "12-90"), ("a.mp4@-4", "86-90"), ("a.mp4@80--2", "80-88"),
        ("me@home.mp4@500ms-2s", "0.5-2"),
    ]) func `a part has the times of the rest of the program`(text: String, told: String) throws {
        #expect(try range(text, of: 90) == told)
    }

    @Test func `a file that is called so comes first`() throws {
        #expect(try word("a@3", files: ["a@3", "a"]).part == nil)
        #expect(try word("a@3", files: ["a"]).path == "a")
        #expect(try word("me@home.mp4").path == "me@home.mp4")
        #expect(try word("x@2@1-3", files: ["x@2"]).path == "x@2")
    }

    @Test func `what is no part of an existing file is refused`() throws {
        for text in ["a.mp4@", "a.mp4@x", "a.mp4@5-3", "a.mp4@1-2-3"] {
            let error = #expect(throws: PlanningError.self) { try word(text, files: ["a.mp4"]) }
            #expect(error?.code == .usage)
        }
    }

    @Test(arguments: ["a@95", "a@10-91", "a@-91", "a@-5-2"])
    func `a part outside of the clip is refused`(text: String) throws {
        let error = #expect(throws: PlanningError.self) { try range(text, of: 90) }
        #expect(error?.code == .unsatisfiable)
    }
}

@Suite struct PhotoTurnTests {
    /// A TIFF directory with one orientation entry.
    static func exif(_ value: UInt8, little: Bool) -> [UInt8] {
        little
            ? [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0]
            : [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0]
    }

    @Test(arguments: 1...8, [true, false]) func `the tag is found in all kinds of photos`(
        value: Int, little: Bool
    ) {
        let tag = Self.exif(UInt8(value), little: little)
        let noise = [UInt8](repeating: 0x65, count: 300)
        #expect(
            PhotoTurn([0xFF, 0xD8, 0xFF, 0xE1, 0, 40] + Array("Exif\0\0".utf8) + tag + noise).orientation
                == value)
        #expect(PhotoTurn([0x89, 0x50] + noise + Array("eXIf".utf8) + tag).orientation == value)
        let webp = Array("RIFF".utf8) + noise + Array("EXIF".utf8) + [26, 0, 0, 0] + tag
        #expect(PhotoTurn(webp).orientation == value)
    }

    /// The pairs that libavif writes for each orientation.
    @Test(
        arguments: [
            (1, nil, nil), (2, nil, 1), (3, 2, nil), (4, nil, 0), (5, 1, 0), (6, 3, nil), (7, 3, 0),
            (8, 1, nil),
        ] as [(Int, UInt8?, UInt8?)]) func `an AVIF photo's properties turn it`(
            value: Int, angle: UInt8?, axis: UInt8?
        )
    {
        let box = { (name: String, body: [UInt8]) in
            [0, 0, 0, UInt8(8 + body.count)] + Array(name.utf8) + body
        }
        let turn = (angle.map { box("irot", [$0]) } ?? []) + (axis.map { box("imir", [$0]) } ?? [])
        let file = box("ftyp", Array("avif".utf8)) + box("ipco", box("ispe", [0, 0, 0, 9]) + turn)
        // The coded picture may hold any bytes.
        #expect(PhotoTurn(heif: file + box("mdat", Array("irot".utf8) + [2])).orientation == value)
    }

    @Test func `without one, and with a wrong one, the photo is upright`() {
        #expect(PhotoTurn([]).orientation == 1)
        #expect(PhotoTurn(Array("Exif\0\0".utf8)).orientation == 1)
        #expect(PhotoTurn(Array("Exif\0\0".utf8) + Self.exif(9, little: true)).orientation == 1)
        let cut = Self.exif(6, little: true).prefix(18)
        #expect(PhotoTurn(Array("Exif\0\0".utf8) + cut).orientation == 1)
        let far: [UInt8] = [0x49, 0x49, 0x2A, 0, 255, 255, 255, 255]
        #expect(PhotoTurn(Array("Exif\0\0".utf8) + far).orientation == 1)
    }
}

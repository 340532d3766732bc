import Foundation
import Testing

/// `--max-size` and flashes, as a user at a shell meets them.
@Suite struct LimitsTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Four seconds of raw pictures of 72x128, 30 a second, that are white or black so many times a second.
    private func addStrobe(_ times: Double, as name: String) throws {
        let (width, height, count) = (72, 128, 120)
        let size = width * height * 3 / 2
        func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) } }
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
            Array(name.utf8) + word(content.count) + content
        }
        func list(_ name: String, _ content: [UInt8]) -> [UInt8] { chunk("LIST", Array(name.utf8) + content) }
        let header = [33_333, 0, 0, 0x10, count, 0, 1, size, width, height, 0, 0, 0, 0].flatMap(word)
        let stream =
            Array("vidsI420".utf8)
            + [0, 0, 0, 1, 30, 0, count, size, -1, 0, 0, width | height << 16].flatMap(word)
        let format =
            [40, width, height, 1 | 12 << 16].flatMap(word) + Array("I420".utf8)
            + [size, 0, 0, 0, 0].flatMap(word)
        let frames = (0..<count).flatMap { frame in
            let isOn = ((Double(frame) + 0.5) / 30 * times).truncatingRemainder(dividingBy: 1) < 0.5
            let luma = [UInt8](repeating: isOn ? 235 : 16, count: width * height)
            return chunk("00db", luma + [UInt8](repeating: 128, count: size - width * height))
        }
        let lists =
            list("hdrl", chunk("avih", header) + list("strl", chunk("strh", stream) + chunk("strf", format)))
            + list("movi", frames)
        try scratch.write(chunk("RIFF", Array("AVI ".utf8) + lists), as: Array(name.utf8))
    }

    private func flashes(_ run: Outcome) throws -> [String: Any] {
        let proof = try #require(try run.objects()[0]["proof"] as? [String: Any])
        return try #require(proof["flashes"] as? [String: Any])
    }

    @Test func `flashes of a delivered file are counted and told`() throws {
        try addStrobe(5, as: "five.avi")
        try addStrobe(3, as: "three.avi")
        let words = ["-s", "0", "--size", "144x256", "--speed", "ultrafast", "--json"]
        let five = try scratch.run(bytes: (["trim", "five.avi"] + words).map { Array($0.utf8) })
        try #require(five.code == 0, "\(five.errors)")
        #expect(try flashes(five)["general"] as? Int == 5)
        #expect(try flashes(five)["overLimit"] as? Bool == true)
        // The finished file, decoded.
        let all = try scratch.run(
            bytes: (["trim", "five.avi", "-o", "all.mp4", "--verify", "all"] + words).map { Array($0.utf8) })
        #expect(try flashes(all) as NSDictionary == flashes(five) as NSDictionary)
        let told = try #require(try five.objects()[0]["deviations"] as? [String])
        #expect(told.contains { $0.hasPrefix("it flashes 5 times a second") })
        let three = try scratch.run(bytes: (["trim", "three.avi"] + words).map { Array($0.utf8) })
        #expect(try flashes(three)["general"] as? Int == 3)
        #expect(try flashes(three)["overLimit"] as? Bool == false)
        #expect(
            try three.objects()[0]["deviations"] as? [String]
                == ["its picture changes: raw video becomes H.264"])
        let checked = try scratch.run("check", "five.avi", "--for", "whatsapp", "--deep", "--json")
        #expect((try checked.objects()[0]["flashes"] as? [String: Any])?["general"] as? Int == 5)
    }

    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["CI"] == nil,
            "what is too little differs from machine to machine"))
    func `too little memory is no fault of the clip, and leaves nothing behind`() throws {
        try scratch.add(.batik, as: "a.mp4")
        var codes: [Int32] = []
        for megabytes in stride(from: 400, through: 4000, by: 50) {
            let words =
                "ulimit -v \(megabytes)000 && exec \"$0\" trim a.mp4 -l 1 --size 1080x1920 --reframe stretch -o b.mp4"
            let run = try scratch.start(
                ["-c", words, clipfit].map { Array($0.utf8) }, program: "/bin/sh"
            ).wait()
            codes.append(run.code)
            if run.code == 0 { break }
            #expect(run.code != 65, "\(megabytes) MB: \(run.errors)")
            #expect(scratch.names == ["a.mp4"])
        }
        #expect(codes.last == 0 && codes.contains(75), "\(codes)")
    }

    @Test func `too few open files are no fault of the clip, and leave nothing behind`() throws {
        try scratch.add(.batik, as: "a.mp4")
        var codes: [Int32] = []
        // With fewer the shell cannot start it.
        for files in 5...40 where codes.last != 0 {
            let words = "ulimit -n \(files) && exec \"$0\" trim a.mp4 -s 1 -d 2 -o b.mp4"
            let run = try scratch.start(
                ["-c", words, clipfit].map { Array($0.utf8) }, program: "/bin/sh"
            ).wait()
            codes.append(run.code)
            #expect([0, 75].contains(run.code), "\(files): \(run.errors)")
            #expect(scratch.names == (run.code == 0 ? ["a.mp4", "b.mp4"] : ["a.mp4"]))
        }
        #expect(codes.last == 0 && codes.contains(75), "\(codes)")
    }

    @Test func `flashes are refused for people under 18, unless they are softened`() throws {
        try addStrobe(5, as: "clip.avi")
        try scratch.write("audience:\n  minimum-age: 13\nsize: 144x256\n", as: "young.yaml")
        let words = [
            "trim", "clip.avi", "-Z", "young.yaml", "-s", "0", "--speed", "ultrafast", "-o", "out.mp4",
        ]
        let refused = try scratch.run(bytes: words.map { Array($0.utf8) })
        #expect(refused.code == 77)
        #expect(refused.errors.contains("--soften-flashes"))
        #expect(scratch.names == ["clip.avi", "young.yaml"])
        let softened = try scratch.run(
            bytes: (words + ["--soften-flashes", "--json"]).map { Array($0.utf8) })
        try #require(softened.code == 0, "\(softened.errors)")
        #expect(try flashes(softened)["overLimit"] as? Bool == false)
        let told = try #require(try softened.objects()[0]["deviations"] as? [String])
        #expect(told.contains { $0.hasPrefix("flashes are softened") })
        let checked = try scratch.run("check", "out.mp4", "--for", "whatsapp", "--deep", "--json")
        #expect((try checked.objects()[0]["flashes"] as? [String: Any])?["overLimit"] as? Bool == false)
    }

    private func bytes(_ run: Outcome) throws -> Int {
        let proof = try #require(try run.objects()[0]["proof"] as? [String: Any])
        return try #require(proof["sizeBytes"] as? Int)
    }

    @Test func `a file is brought to a size, and not far below it`() throws {
        try scratch.add(.kopi, as: "clip.mp4")
        let words = [
            "trim", "clip.mp4", "-s", "2", "-d", "3", "--size", "360x640", "--speed", "ultrafast", "--json",
            "--overwrite", "-o", "out.mp4",
        ]
        let free = try scratch.run(bytes: words.map { Array($0.utf8) })
        try #require(free.code == 0, "\(free.errors)")
        for share in [2, 4] {
            let most = try bytes(free) / share
            let capped = try scratch.run(bytes: (words + ["--max-size", "\(most)"]).map { Array($0.utf8) })
            try #require(capped.code == 0, "\(capped.errors)")
            let size = try scratch.contents(of: "out.mp4").count
            #expect(size <= most && Double(size) >= 0.85 * Double(most), "\(size) of \(most)")
            #expect(try bytes(capped) == size)
        }
        // What needs no more is left as it is.
        let roomy = try scratch.run(bytes: (words + ["--max-size", "16MB"]).map { Array($0.utf8) })
        #expect(try bytes(roomy) == bytes(free))
    }

    @Test func `the finest quality is one that players know`() throws {
        try scratch.add(.kopi, as: "clip.mp4")
        let made = try scratch.run(
            "trim", "clip.mp4", "-s", "2", "-d", "1", "--size", "90x160", "--quality", "0", "-o", "out.mp4",
            "-q")
        #expect(made.code == 0 && made.errors.isEmpty, "\(made.errors)")
    }

    @Test func `a copy that is too large is encoded, and what cannot be small enough is told`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let words = [
            "trim", "clip.mp4", "-s", "0", "-d", "4", "--speed", "ultrafast", "--json", "--overwrite", "-o",
            "out.mp4",
        ]
        let copied = try scratch.run(bytes: words.map { Array($0.utf8) })
        try #require(copied.code == 0, "\(copied.errors)")
        let most = try scratch.contents(of: "out.mp4").count * 6 / 10
        let capped = try scratch.run(bytes: (words + ["--max-size", "\(most)"]).map { Array($0.utf8) })
        try #require(capped.code == 0, "\(capped.errors)")
        #expect(try capped.objects()[0]["method"] as? String == "encode")
        #expect(try scratch.contents(of: "out.mp4").count <= most)
        let kept = try scratch.contents(of: "out.mp4")
        let tiny = try scratch.run(bytes: (words + ["--max-size", "10000"]).map { Array($0.utf8) })
        #expect(tiny.code == 65)
        #expect(try scratch.contents(of: "out.mp4") == kept)
        #expect(try scratch.run("trim", "clip.mp4", "--max-size", "much").code == 64)
    }
}

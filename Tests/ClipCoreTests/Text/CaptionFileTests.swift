import SystemPackage
import Testing

@testable import ClipCore

@Suite struct CaptionFileTests {
    private func read(_ text: String) throws -> CaptionFile { try CaptionFile(text) }

    private func shown(_ text: String) throws -> [String] {
        try read(text).captions.map { "\($0.range.start.text)-\($0.range.end.text) \($0.text)" }
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `captions are read with any line ends, with or without numbers`(_ end: String) throws {
        let text = "1\n00:00:01,500 --> 00:00:02,000\nOne\ntwo\n\n0:01:02.25 --> 0:01:03\nThree\n"
        #expect(try shown(text.replacing("\n", with: end)) == ["1.5-2 One\ntwo", "62.25-63 Three"])
    }

    @Test(arguments: [
        ("<i>so</i> <font color=\"#fff\">it</font> <b>is</b>", "so it is"), ("a<br/>b", "a\nb"),
        ("{\\an8}up {\\i1}here", "up here"), ("I <3 it, a < b > c", "I <3 it, a < b > c"),
        ("<laughs> &amp; &lt;i&gt; &nbsp;", "<laughs> & <i>"), ("{only braces}", "{only braces}"),
        ("<c.yellow>hi</c> <00:00:01.000>there", "hi there"), ("a\u{7}b\tc", "ab c"),
    ])
    func `how it looks is left out, and what is said stays`(_ typed: String, _ said: String) throws {
        #expect(try read("1\n00:00:01,000 --> 00:00:02,000\n\(typed)\n").captions.map(\.text) == [said])
    }

    @Test func `absurd times are mended or left out, and told`() throws {
        let file = try read(
            """
            1
            -00:00:01,000 --> 00:00:01,000
            from before the start

            2
            00:00:05,000 --> 00:00:04,000
            ends before it begins

            3
            00:00:06,000 --> 00:00:06,000
            no time at all

            4
            never --> 00:00:09,000
            what belongs to nothing

            5
            -00:00:09,000 --> -00:00:08,000
            long gone

            6
            00:00:20,000 --> 99:00:00
            """)
        #expect(file.captions.map(\.range) == [span(0, 1), span(5, 6), span(6, 8)])
        #expect(file.captions.last?.text == "no time at all")
        #expect(file.notes.count == 2)
        #expect(file.warnings == ["1 caption left out: the times cannot be read (line 14)"])
        #expect(throws: PlanningError.self) { try read("") }
        #expect(throws: PlanningError.self) { try read("just a text\nof two lines") }
    }

    @Test(arguments: [
        "00:00:03,000 -> 00:00:04,000", "00:00:03,000 –> 00:00:04,000", "00:00:03,000 —> 00:00:04,000",
        "00:00:03,000 ==> 00:00:04,000", "00:00:03,000 -- > 00:00:04,000", "00:00:03,000 → 00:00:04,000",
        "00:00:03,000 --&gt; 00:00:04,000", "00:00:03,000 - 00:00:04,000", "00：00：03，000 －－＞ 00：00：04，000",
        "٠٠:٠٠:٠٣,٠٠٠ --> ٠٠:٠٠:٠٤,٠٠٠", "00:00:03:000 --> 00:00:04:000", "00.00.03.000 --> 00.00.04.000",
        "00:00:02,1000 --> 00:00:03,1000", "00:03.000-->00:04.000 line:90% align:left",
        "00: 00: 03, 000 --> 00: 00: 04, 000", "0:3:000 --> 0:4:000", "3 --> 4",
    ])
    func `times are read in the forms that people and programs give them`(_ times: String) throws {
        #expect(
            try shown("1\n\(times)\nsaid\n\n2\n00:00:05,000 --> 00:00:06,000\nmore") == [
                "3-4 said", "5-6 more",
            ])
    }

    @Test(arguments: [
        "00:00:03:12 --> 00:00:04:13", "00:00:03,000 to 00:00:04,000", "never –> 00:00:04,000",
        "0:00:03.000,0:00:04.000", "00:00:03,000 -->",
    ])
    func `times that cannot be read are a warning, and nothing below them is shown`(_ times: String) throws {
        let file = try read("1\n\(times)\nsaid\n\n2\n00:00:05,000 --> 00:00:06,000\nmore")
        #expect(file.captions == [Caption(span(5, 6), "more")])
        #expect(file.warnings == ["1 caption left out: the times cannot be read (line 2)"])
    }

    @Test(arguments: [
        "from 3:2 -> 4:2", "Home --> Settings", "open 10:00 - 17:00", "at 00:00:03,000", "x => y",
        "10:00-17:00",
    ])
    func `what only looks like times is said`(_ text: String) throws {
        let file = try read("1\n00:00:03,000 --> 00:00:04,000\n\(text)\n")
        #expect(file.captions.map(\.text) == [text] && file.warnings == [])
    }

    @Test(arguments: ["2个", "2", "２", "二", "zwei", "intro-2", "2.", "第2条"])
    func `a number in any language is not said`(_ number: String) throws {
        let text =
            "1\n00:00:01,000 --> 00:00:02,000\nhello\n\n\(number)\n00:00:03,000 --> 00:00:04,000\nworld\n\n3\n"
        let file = try read(text)
        #expect(file.captions.map(\.text) == ["hello", "world"] && file.warnings == [])
        guard number.first?.isNumber == true, number.first != "二" else { return }
        #expect(
            try read(text.replacing("hello\n\n", with: "hello\n")).captions.map(\.text) == ["hello", "world"])
    }

    @Test func `words above times are not said, with a warning`() throws {
        let file = try read("00:00:01,000 --> 00:00:02,000\na\n\nb or c\n00:00:03,000 --> 00:00:04,000\nd")
        #expect(file.captions.map(\.text) == ["a", "d"])
        #expect(file.warnings == ["1 caption left out: the times cannot be read (line 4)"])
    }

    @Test func `of WebVTT only what is said is read`() throws {
        let text = """
            \u{FEFF}WEBVTT - Title
            Kind: captions

            STYLE
            ::cue { color: red }

            REGION
            id:fred

            NOTE
            nobody hears this

            intro
            00:01.000 --> 00:02.500 line:0 position:20% align:start
            <v.loud Ana>So <c.yellow>it</c> is</v>
            &amp; more

            NOTE a remark

            7 - last
            01:00:03.000 --> 01:00:04.000
            - End

            left over
            """
        let file = try read(text)
        #expect(file.captions.map(\.text) == ["So it is\n& more", "- End"])
        #expect(
            file.captions.last?.range.start == MediaTime(ticks: 3603, timescale: 1) && file.warnings == [])
    }

    @Test func `of SubStation Alpha the text of its dialogue is read`() throws {
        let text = """
            [Script Info]
            Title: x
            [V4+ Styles]
            Format: Name, Fontname
            Style: Default,Arial
            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
            Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,a remark
            Dialogue: 0,0:00:01.00,0:00:02.50,Default,Ana,0,0,0,,{\\an8\\pos(1,2)}One,\\Ntwo\\hthree
            Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}
            Dialogue: 0,0:00:05.00,soon,Default,,0,0,0,,lost
            [Fonts]
            fontname: Dialogue: x
            """
        let file = try read(text)
        #expect(
            file.captions == [
                Caption(TimeRange(start: time(1), end: MediaTime(ticks: 5, timescale: 2)), "One,\ntwo three")
            ])
        #expect(file.warnings == ["1 caption left out: the times cannot be read (line 11)"])
    }

    @Test func `what is said at once stands above each other, in the order of its starts`() throws {
        let long = "00:00:00,000 --> 00:00:10,000\nunder it all\n\n00:00:02,000 --> 00:00:04,000\nsaid\n"
        #expect(try shown(long) == ["0-2 under it all", "2-4 under it all\nsaid", "4-10 under it all"])
        let short = "00:00:00,000 --> 00:00:02,500\none\n\n00:00:02,000 --> 00:00:04,000\ntwo\n"
        #expect(try shown(short) == ["0-2 one", "2-4 two"])
    }

    @Test func `text is known by its bytes`() throws {
        let text = "1\r\n00:00:01,000 --> 00:00:02,000\r\nÀ ça: žluťoučký 😀\r\n"
        let little = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        for bytes in [
            Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFF, 0xFE] + little,
            [0xFE, 0xFF] + big,
            little, big, [0xFF, 0xFE] + little + [0x41],
        ] { #expect(PlainText.read(bytes) == text) }
    }

    @Test func `bytes of any kind are captions or an error, also in the middle of a file`() throws {
        var random = FixedRandom(state: 7)
        let whole = Array(
            "1\n00:00:01,000 --> 00:00:02,000\nSo\n\n2\n00:00:03,000 --> 00:00:04,000\nit is\n".utf8)
        for round in 0..<2000 {
            var bytes = Array(whole.prefix(round % (whole.count + 1)))
            for _ in 0..<round % 5 where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            guard let text = PlainText.read(bytes), let file = try? CaptionFile(text) else { continue }
            var last = MediaTime.zero
            for caption in file.captions {
                #expect(
                    caption.range.start >= last && caption.range.end > caption.range.start
                        && caption.text != "")
                last = caption.range.end
            }
        }
    }

    @Test func `a written file reads as the same`() throws {
        let file = try read("00:00:01,001 --> 01:00:02,999\nOne\ntwo\n\n02:00:00,000 --> 02:00:01,500\n3\n")
        #expect(try read(CaptionFile.text(file.captions)).captions == file.captions)
        #expect(
            CaptionFile.text(file.captions).hasPrefix(
                "1\n00:00:01,001 --> 01:00:02,999\nOne\ntwo\n\n2\n02:00:00,000"))
    }

    @Test func `captions move with the pieces that an output is made of`() throws {
        let captions = [Caption(span(0, 4), "a"), Caption(span(4, 8), "b"), Caption(span(20, 30), "c")]
        #expect(
            captions.shown(on: Timeline([span(3, 6)])) == [
                Caption(span(0, 1), "a"), Caption(span(1, 3), "b"),
            ])
        #expect(
            captions.shown(on: Timeline([span(22, 24), span(2, 4), span(25, 26)]))
                == [Caption(span(0, 2), "c"), Caption(span(2, 4), "a"), Caption(span(4, 5), "c")])
        let slow = Timeline([EditSegment(span(2, 6), length: time(8))])
        #expect(captions.shown(on: slow) == [Caption(span(0, 4), "a"), Caption(span(4, 8), "b")])
        #expect(captions.shown(on: Timeline([EditSegment(span(4, 5), isHeld: true)])) == [])
        #expect(captions.shown(on: Timeline([span(20, 22), span(22, 25)])) == [Caption(span(0, 5), "c")])
    }

    @Test func `captions that roll up show each line once, with the times of its words`() throws {
        let file = try CaptionFile(
            """
            WEBVTT
            Kind: captions

            00:00:00.160 --> 00:00:02.390 align:start position:0%
            \u{20}
            halo<00:00:00.480><c> semua</c>

            00:00:02.390 --> 00:00:02.400 align:start position:0%
            halo semua
            \u{20}

            00:00:02.400 --> 00:00:04.550 align:start position:0%
            halo semua
            selamat<00:00:03.000><c> datang</c>

            00:00:04.550 --> 00:00:04.560 align:start position:0%
            selamat datang
            \u{20}

            00:00:04.560 --> 00:00:06.000 align:start position:0%
            selamat datang
            di kedai kami
            """)
        #expect(file.captions.map(\.text) == ["halo semua", "selamat datang", "di kedai kami"])
        #expect(file.captions.map(\.range.start.seconds) == [0.16, 2.4, 4.56])
        #expect(file.captions[0].range.end.seconds == 2.4)
        let marks = try #require(file.captions[1].marks)
        #expect(marks.map(\.letters) == [7] && marks[0].time.seconds == 3)
        #expect(file.notes == ["the captions roll up: each line is shown once"])
    }

    @Test func `a chorus that is said twice is shown twice`() throws {
        let text = (0..<6).map { "00:0\($0):00,000 --> 00:0\($0):02,000\nha ha\n\n" }.joined()
        #expect(try CaptionFile(text).captions.count == 6)
    }
}

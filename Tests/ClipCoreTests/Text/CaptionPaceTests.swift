import Testing

@testable import ClipCore

@Suite struct CaptionPaceTests {
    private func read(_ text: String) throws -> Caption { try #require(try CaptionFile(text).captions.first) }

    private func marks(_ caption: Caption) -> [String] {
        (caption.marks ?? []).map { "\($0.letters) \($0.time.seconds)" }
    }

    @Test func `word times of WebVTT and karaoke of SubStation Alpha are read, and never shown`() throws {
        let web = try read(
            "WEBVTT\n\n00:01.000 --> 00:04.000\n<c>One</c> <00:02.000>two\n<00:00:03.500>three\n")
        #expect(web.text == "One two\nthree" && marks(web) == ["3 2.0", "6 3.5"])
        let script = try read(
            "[Events]\nDialogue: 0,0:00:01.00,0:00:03.00,D,,0,0,0,,{\\k50}Ko{\\kf25\\b1}pi {\\K100}pa{\\p0}gi\n"
        )
        #expect(script.text == "Kopi pagi" && marks(script) == ["0 1.0", "2 1.5", "4 1.75"])
        // Times outside of the caption are another clock's.
        let odd = try read("WEBVTT\n\n00:01.000 --> 00:04.000\nOne <00:09.000>two\n")
        #expect(odd.text == "One two" && odd.marks == nil)
        let hostile = try read("1\n00:00:01,000 --> 00:00:02,000\n\u{FFF9}+9\u{FFFB}a \u{FFFB}b\n")
        #expect(hostile.marks == nil && hostile.text == "+9a b")
    }

    @Test func `word times move with the part of the clip that is shown`() throws {
        let caption = try read("WEBVTT\n\n00:01.000 --> 00:04.000\nOne <00:02.000>two\n")
        let shown = [caption].shown(on: Timeline([span(1, 4)]))
        #expect(shown.first.map(marks) == ["3 1.0"])
    }

    @Test func `without word times, letters share the time in which somebody speaks`() {
        let caption = Caption(span(0, 10), "abcd efgh")
        let even = CaptionPace(caption)
        #expect(even.time(4) == time(5) && even.time(8) == time(10))
        let spoken = CaptionPace(caption, speech: [span(2, 4), span(7, 9)])
        #expect(spoken.time(0) == time(2) && spoken.time(2) == time(3) && spoken.time(4) == time(7))
        #expect(spoken.time(6) == time(8))
        // A detector that heard next to nothing missed the rest.
        let unheard = CaptionPace(caption, speech: [span(9, 10)])
        #expect(unheard.time(4) == time(5))
    }

    @Test func `a removed character moves the marks behind it`() throws {
        let caption = try read("WEBVTT\n\n00:01.000 --> 00:04.000\nOne 🔥 <00:02.000>two\n")
        let plain = try #require(caption.removing { $0 == "🔥" })
        #expect(plain.text == "One two" && marks(plain) == ["3 2.0"])
        #expect(Caption(span(0, 1), "🔥\n🔥").removing { $0 == "🔥" } == nil)
    }
}

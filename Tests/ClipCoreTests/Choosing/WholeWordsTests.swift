import Testing

@testable import ClipCore

@Suite struct WholeWordsTests {
    /// Sentences of 2 s with pauses of 1 s: 1…3, 4…6, 7…9 s.
    private let words = WholeWords(speech: [1, 4, 7].map { span($0, $0 + 2) }, clip: span(0, 12))

    private func fitted(_ ranges: TimeRange..., to length: Int64) -> [TimeRange] {
        words.fitted(ranges.map { EditSegment($0) }, to: time(length)).map(\.range)
    }

    @Test func `a segment that ends in a word ends before it, and silence takes its place`() {
        let half = TimeRange(start: time(4), end: time(11, 2))
        #expect(fitted(span(1, 3), half, to: 4) == [TimeRange(start: time(0), end: time(4))])
    }

    @Test func `a segment that begins in a word begins behind it`() {
        #expect(fitted(span(2, 3), span(4, 6), to: 3) == [span(4, 7)])
    }

    @Test func `what is never silent stays cut`() {
        let one = WholeWords(speech: [span(0, 12)], clip: span(0, 12))
        #expect(one.fitted([EditSegment(span(3, 6))], to: time(3)) == [EditSegment(span(3, 6))])
    }

    @Test func `whole words stay as they are`() {
        #expect(fitted(span(1, 3), span(4, 6), to: 4) == [span(1, 3), span(4, 6)])
    }
}

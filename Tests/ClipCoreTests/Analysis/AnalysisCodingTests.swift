import ClipCore
import Testing

@Suite struct AnalysisCodingTests {
    private func time(_ index: Int) -> MediaTime { MediaTime(ticks: Int64(index) * 1001, timescale: 30000) }

    private var analysis: Analysis {
        let pictures = (0..<300).map { index in
            var score = PictureScore(time: time(index))
            (score.change, score.luma, score.reversal) = (Float(index) / 7, Float(index % 256), 0.25)
            return score
        }
        let sound = (0..<100).map {
            SoundScore(
                time: MediaTime(ticks: Int64($0), timescale: 10), loudness: $0 < 50 ? -14 : -60, speech: -33)
        }
        var analysis = Analysis(
            span: TimeRange(start: .zero, end: time(300)), pictures: pictures, sound: sound)
        (analysis.loudness, analysis.truePeak) = (-14.2, -1)
        analysis.speech = [TimeRange(start: time(2), end: time(3)), TimeRange(start: time(5), end: time(9))]
        analysis.filler = [
            FillerSample(time: time(1), bars: .none),
            FillerSample(time: time(8), bars: .init(left: 219, right: 218)),
        ]
        return analysis
    }

    @Test func `an analysis comes back from its bytes as it was`() {
        #expect(AnalysisCoding.analysis(of: AnalysisCoding.bytes(of: analysis)) == analysis)
    }

    @Test func `bytes that are cut off, too long, or of another version are no analysis`() {
        let bytes = AnalysisCoding.bytes(of: analysis)
        #expect(
            [0, 3, 40, bytes.count / 2, bytes.count - 1].allSatisfy {
                AnalysisCoding.analysis(of: Array(bytes.prefix($0))) == nil
            })
        #expect(AnalysisCoding.analysis(of: bytes + [0]) == nil)
        #expect(AnalysisCoding.analysis(of: [bytes[0] &+ 1] + bytes.dropFirst()) == nil)
    }

    @Test func `damage in the bytes never ends the process`() {
        var bytes = AnalysisCoding.bytes(of: analysis)
        for place in stride(from: 4, to: bytes.count, by: 97) {
            let kept = bytes[place]
            bytes[place] = 0xFF
            _ = AnalysisCoding.analysis(of: bytes)
            bytes[place] = kept
        }
    }

    @Test func `a part holds what lies in it, and the loudness of that`() throws {
        let part = try #require(
            analysis.part(
                TimeRange(start: MediaTime(ticks: 2, timescale: 1), end: MediaTime(ticks: 4, timescale: 1))))
        #expect(part.pictures.count == 60)
        #expect(part.sound.count == 20)
        #expect(abs(try #require(part.loudness) + 14) < 1e-9)
        #expect(part.truePeak == nil)
        let later = TimeRange(
            start: MediaTime(ticks: 20, timescale: 1), end: MediaTime(ticks: 30, timescale: 1))
        #expect(analysis.part(later) == nil)
    }
}

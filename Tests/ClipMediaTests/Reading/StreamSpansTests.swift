import ClipCore
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct StreamSpansTests {
    // A last packet of AAC of which 300 samples are not to be heard: with its whole length, and as FFmpeg 7 and later tell it.
    @Test(arguments: [1024, 724])
    func `what is not to be heard at the end counts once`(length: Int) throws {
        let streams = try open(Sample.kopi.path).streams
        let sound = try #require(streams.first { $0.codec == "aac" })
        let packet = try Packet()
        packet.stream = sound.index
        var spans = StreamSpans(streams)
        for (number, samples) in [1024, 1024, length].enumerated() {
            packet.presentation = sound.ticks(ofSamples: number * 1024)
            packet.duration = sound.ticks(ofSamples: samples)
            if number == 2 { try packet.setSkippedAtEnd(300) }
            spans.add(packet)
        }
        let span = try #require(spans.span(of: sound.index))
        #expect(span.end == MediaTime(ticks: sound.ticks(ofSamples: 3 * 1024 - 300), timeBase: sound.base))
    }
}

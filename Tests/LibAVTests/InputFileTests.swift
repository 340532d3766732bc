import Testing

@testable import LibAV

@Suite struct InputFileTests {
    @Test(arguments: [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n/etc/passwd\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile /etc/passwd\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period></Period></MPD>\n",
        "<html><body>no video</body></html>", "1\n00:00:01,000 --> 00:00:02,000\nsubtitles\n",
        ";FFMETADATA1\ntitle=x\n", "x",
    ])
    func `what names other files or is no media is refused`(text: String) throws {
        let file = try TemporaryFile(text)
        let failure = #expect(throws: AVFailure.self) {
            _ = try InputFile.open(descriptor: file.descriptor).streams
        }
        #expect(failure?.operation == "open the file")
        #expect(failure?.code ?? 0 < 0)
    }

    @Test func `a file that is not open is told with its reason`() {
        let failure = #expect(throws: AVFailure.self) { _ = try InputFile.open(descriptor: -1).streams }
        #expect(failure?.posixCode == 9)
        #expect(failure?.reason.isEmpty == false)
        #expect(failure?.description.hasPrefix("could not read the file's size: ") == true)
    }

    @Test(arguments: [0, 1, 7, 8, 16, 100, 1000, 5000])
    func `a beginning without an index holds no stream`(count: Int) throws {
        let file = try TemporaryFile(sampleBytes: count)
        let streams = try? InputFile.open(descriptor: file.descriptor).streams
        #expect((streams ?? []).isEmpty)
    }

    @Test func `a whole file is read to its end, which is no error`() throws {
        let file = try TemporaryFile(sampleBytes: .max)
        let input = try InputFile.open(descriptor: file.descriptor)
        let streams = input.streams
        #expect(streams.map(\.codec) == ["h264", "aac"])
        let packet = try Packet()
        var pictures = 0
        while try input.read(into: packet) { if packet.stream == 0 { pictures += 1 } }
        #expect(pictures == 600)
        let again = try input.read(into: packet)
        #expect(!again)
    }

    @Test func `a file that shrinks while it is read is an error and no early end`() throws {
        let file = try TemporaryFile(sampleBytes: .max)
        let input = try InputFile.open(descriptor: file.descriptor)
        let packet = try Packet()
        _ = try input.read(into: packet)
        file.truncate(to: 300_000)
        var failure: AVFailure?
        do throws(AVFailure) { while try input.read(into: packet) {} } catch { failure = error }
        #expect(failure?.posixCode == 5)
        #expect(failure?.operation == "read the file")
    }

    @Test func `a file that shrank before its index was read is an error`() throws {
        let file = try TemporaryFile(sampleBytes: .max)
        let reader = try FileReader(descriptor: file.descriptor, deadline: nil)
        file.truncate(to: 0)
        var io = reader.context()
        var bytes = [UInt8](repeating: 0, count: 16)
        #expect(ioRead(io, &bytes) < 0)
        #expect(reader.failure != nil)
        ioFree(&io)
    }

    @Test func `after the time limit reading stops`() throws {
        let file = try TemporaryFile(sampleBytes: .max)
        let failure = #expect(throws: AVFailure.self) {
            _ = try InputFile.open(
                descriptor: file.descriptor, limits: .init(deadline: Deadline(after: .seconds(-1)))
            ).streams
        }
        #expect(failure?.isInterruption == true)
    }

    @Test func `what looks like nothing is invalid data`() throws {
        let file = try TemporaryFile([UInt8](repeating: 0xA5, count: 4000))
        let failure = #expect(throws: AVFailure.self) {
            _ = try InputFile.open(descriptor: file.descriptor).streams
        }
        #expect(failure?.isInvalidData == true)
        #expect(failure?.posixCode == nil)
    }

    @Test func `only selected streams are delivered after a seek`() throws {
        let file = try TemporaryFile(sampleBytes: .max)
        let input = try InputFile.open(descriptor: file.descriptor)
        input.select([1])
        let isThere = try input.seek(stream: 1, to: 44100 * 10)
        #expect(isThere)
        let packet = try Packet()
        for _ in 0..<50 {
            _ = try input.read(into: packet)
            #expect(packet.stream == 1)
        }
    }
}

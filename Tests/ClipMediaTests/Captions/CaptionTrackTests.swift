import CFFmpeg
import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia

@Suite struct CaptionTrackTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// The picture of a sample with subtitle tracks: in each second from 0 on its language and the second.
    private func clip(_ name: String, _ tracks: [(language: String, codec: AVCodecID)]) throws -> FilePath {
        let path = scratch.path(name)
        var input: UnsafeMutablePointer<AVFormatContext>?
        var output: UnsafeMutablePointer<AVFormatContext>?
        try #require(avformat_open_input(&input, Sample.batik.path.string, nil, nil) >= 0)
        defer { avformat_close_input(&input) }
        try #require(avformat_find_stream_info(input, nil) >= 0)
        try #require(avformat_alloc_output_context2(&output, nil, nil, path.string) >= 0)
        defer { avformat_free_context(output) }
        let source = try #require(input?.pointee.streams[0])
        let picture = try #require(avformat_new_stream(output, nil))
        avcodec_parameters_copy(picture.pointee.codecpar, source.pointee.codecpar)
        picture.pointee.codecpar.pointee.codec_tag = 0
        for track in tracks {
            let stream = try #require(avformat_new_stream(output, nil))
            stream.pointee.codecpar.pointee.codec_type = AVMEDIA_TYPE_SUBTITLE
            stream.pointee.codecpar.pointee.codec_id = track.codec
            stream.pointee.time_base = AVRational(num: 1, den: 1000)
            av_dict_set(&stream.pointee.metadata, "language", track.language, 0)
        }
        try #require(avio_open(&output!.pointee.pb, path.string, AVIO_FLAG_WRITE) >= 0)
        defer { avio_closep(&output!.pointee.pb) }
        try #require(avformat_write_header(output, nil) >= 0)
        var packet = av_packet_alloc()
        defer { av_packet_free(&packet) }
        for (number, track) in tracks.enumerated() where track.codec != AV_CODEC_ID_HDMV_PGS_SUBTITLE {
            for second in 0..<8 {
                let said = Array("\(track.language) \(second)".utf8)
                let bytes = track.codec == AV_CODEC_ID_MOV_TEXT ? [0, UInt8(said.count)] + said : said
                av_new_packet(packet, Int32(bytes.count))
                for (place, byte) in bytes.enumerated() { packet!.pointee.data[place] = byte }
                (packet!.pointee.pts, packet!.pointee.dts) = (Int64(second * 1000), Int64(second * 1000))
                (packet!.pointee.duration, packet!.pointee.stream_index) = (900, Int32(number + 1))
                packet!.pointee.flags = AV_PKT_FLAG_KEY
                let base = output!.pointee.streams[number + 1]!.pointee.time_base
                av_packet_rescale_ts(packet, AVRational(num: 1, den: 1000), base)
                try #require(av_interleaved_write_frame(output, packet) >= 0)
            }
        }
        while av_read_frame(input, packet) >= 0 {
            guard packet!.pointee.stream_index == 0 else {
                av_packet_unref(packet)
                continue
            }
            av_packet_rescale_ts(packet, source.pointee.time_base, picture.pointee.time_base)
            try #require(av_interleaved_write_frame(output, packet) >= 0)
        }
        try #require(av_write_trailer(output) >= 0)
        return path
    }

    private func plan(_ clip: FilePath, _ search: OutputSettings.CaptionSearch) throws -> Plan {
        let start = MediaTime(ticks: 3, timescale: 1)
        var request = TrimRequest(
            part: .span(start: start, end: nil, duration: MediaTime(ticks: 2, timescale: 1)), method: .encode,
            onDamage: .fail, speed: "ultrafast")
        request.finish.captions = OutputSettings.Captions(nil)
        request.finish.captions?.isKept = true
        request.finish.captions?.search = search
        let name = OutputName(scratch.path("out.mp4").bytes, isFolder: false)
        let trimmer = try Trimmer(try SourceFile.open(clip))
        return try trimmer.plan(request, name, overwrites: true)
    }

    private func search(
        _ source: OutputSettings.CaptionSearch.Source, _ language: String? = nil
    ) -> OutputSettings.CaptionSearch { .init(source: source, language: language, languages: ["id", "en"]) }

    @Test(arguments: [("a.mkv", AV_CODEC_ID_SUBRIP), ("a.mp4", AV_CODEC_ID_MOV_TEXT)])
    func `a subtitle track is read, by its language`(_ name: String, _ codec: AVCodecID) throws {
        let clip = try clip(name, [("eng", codec), ("ind", codec)])
        for (search, word) in [
            (search(.track, "en"), "eng"), (search(.track), "ind"), (search(.anywhere), "ind"),
        ] {
            let plan = try plan(clip, search)
            #expect(plan.captions?.captions.map(\.text) == ["\(word) 3", "\(word) 4"])
            #expect(plan.captions?.captions.first?.range.start == .zero)
        }
        #expect(throws: Failure.self) { try plan(clip, search(.track, "fr")) }
        let said = try Trimmer(try SourceFile.open(clip)).subtitles(["fr", "id"])
        #expect(said?.hasPrefix("ind 0 ind 1 ind 2") == true, "\(said ?? "")")
    }

    @Test func `a track of pictures is refused, and passed over where any will do`() throws {
        let clip = try clip("b.mkv", [("eng", AV_CODEC_ID_HDMV_PGS_SUBTITLE)])
        let error = #expect(throws: Failure.self) { try plan(clip, search(.track)) }
        #expect(error?.message.contains("pictures") == true)
        #expect(try plan(clip, search(.anywhere)).warnings?.first?.contains("none found") == true)
    }
}

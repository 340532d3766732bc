import Testing

@testable import ClipCore

@Suite struct PictureCodingTests {
    private let phone = PictureCoding(codec: "hevc", depth: 10, subsampling: "4:2:0", hdr: .hlg)
    private let usual = PictureCoding(codec: "h264", depth: 8, subsampling: "4:2:0", hdr: nil)

    @Test func `only what changes is told`() {
        #expect(usual.change(to: usual) == nil)
        #expect(phone.change(to: phone) == nil)
        #expect(
            phone.change(to: usual) == "HEVC 10-bit becomes H.264 8-bit, HDR (HLG) becomes BT.709")
        let webm = PictureCoding(codec: "vp9", depth: 8, subsampling: "4:2:0", hdr: nil)
        #expect(webm.change(to: usual) == "VP9 becomes H.264")
        let editor = PictureCoding(codec: "prores", depth: 10, subsampling: "4:2:2", hdr: nil)
        #expect(editor.change(to: usual) == "ProRes 4:2:2 10-bit becomes H.264 4:2:0 8-bit")
        let unknown = PictureCoding(codec: "h264", depth: 0, subsampling: nil, hdr: nil)
        #expect(unknown.change(to: usual) == nil)
    }

    @Test func `HEVC stays HEVC where the container holds it`() {
        for container in [Container.mp4, .mov, .matroska, .mpegts] {
            #expect(container.videoCodec(reencoding: "hevc") == "hevc")
            #expect(container.videoCodec(reencoding: "prores") == "h264")
        }
        #expect(Container.webm.videoCodec(reencoding: "hevc") == "vp9")
    }
}

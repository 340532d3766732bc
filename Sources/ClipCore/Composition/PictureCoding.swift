/// Coding properties of a picture that matter to viewers and players, to report what a re-encode changes.
public struct PictureCoding: Hashable, Sendable {
    /// FFmpeg's codec name.
    public var codec: String
    /// Bits per sample; 0 if unknown.
    public var depth: Int
    /// `4:2:0` and the like; nil unless it is luma with two chroma planes.
    public var subsampling: String?
    /// The HDR transfer; nil for SDR.
    public var hdr: Picture.HDR?
    /// Frames hold two fields.
    public var isInterlaced = false
    /// Pictures have transparency.
    public var hasAlpha = false
    /// The coded size; nil if it changes on request.
    public var size: Picture.Size?

    package init(codec: String, depth: Int, subsampling: String?, hdr: Picture.HDR?) {
        (self.codec, self.depth, self.subsampling, self.hdr) = (codec, depth, subsampling, hdr)
    }

    /// Describes the change to another coding, e.g. `ProRes 4:2:2 10-bit becomes H.264 4:2:0 8-bit`; nil if
    /// nothing changes.
    public func change(to other: PictureCoding) -> String? {
        var (old, new) = ([name], [other.name])
        if let mine = subsampling, let its = other.subsampling, mine != its {
            old.append(mine)
            new.append(its)
        }
        if depth > 0, other.depth > 0, depth != other.depth {
            old.append("\(depth)-bit")
            new.append("\(other.depth)-bit")
        }
        var changes: [String] = []
        if old != new {
            changes.append("\(old.joined(separator: " ")) becomes \(new.joined(separator: " "))")
        }
        if let hdr, other.hdr == nil { changes.append("HDR (\(hdr.name)) becomes BT.709") }
        if isInterlaced, !other.isInterlaced { changes.append("interlaced becomes progressive") }
        if hasAlpha, !other.hasAlpha { changes.append("transparency is lost") }
        if let size, let its = other.size, size != its {
            changes.append("\(size.text) becomes \(its.text): the codec has even sizes only")
        }
        return changes.isEmpty ? nil : changes.joined(separator: ", ")
    }

    private var name: String {
        let names = [
            "h264": "H.264", "hevc": "HEVC", "prores": "ProRes", "dnxhd": "DNxHD", "theora": "Theora",
            "mpeg1video": "MPEG-1", "mpeg2video": "MPEG-2", "mpeg4": "MPEG-4", "rawvideo": "raw video",
            "mjpeg": "Motion JPEG", "dvvideo": "DV",
        ]
        return names[codec] ?? codec.uppercased()
    }
}

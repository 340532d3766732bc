/// Packets of subtitle tracks.
public enum CaptionPacket {
    /// FFmpeg's names of codecs whose packets are text.
    public static let codecs: Set<String> = ["mov_text", "subrip", "text", "webvtt", "ass", "ssa"]
    /// FFmpeg's names of codecs whose packets are pictures.
    public static let pictures: Set<String> = ["dvd_subtitle", "hdmv_pgs_subtitle", "dvb_subtitle", "xsub"]

    /// The caption of a packet; nil if it is empty.
    ///
    /// - Throws: if the text is neither UTF-8 nor UTF-16, which is all that containers allow.
    public static func caption(_ bytes: [UInt8], _ codec: String, _ range: TimeRange) throws(PlanningError)
        -> Caption?
    {
        var bytes = bytes[...]
        if codec == "mov_text" {
            // The text's length, the text, and boxes of styles (3GPP TS 26.245, 5.17).
            guard bytes.count > 2 else { return nil }
            bytes = bytes[2...].prefix(Int(bytes[0]) << 8 | Int(bytes[1]))
        }
        guard let text = PlainText.read(Array(bytes)) else {
            throw PlanningError(.unsatisfiable, "its text is not UTF-8")
        }
        guard codec.hasPrefix("ass") || codec.hasPrefix("ssa") else {
            let lines = text.split(whereSeparator: \.isNewline).map { CaptionMarkup.plain(String($0)) }
            return Caption(range, trimming: lines.joined(separator: "\n"))
        }
        // A line as Matroska stores it: its number, layer, style, name, three margins, effect, text.
        let fields = text.split(separator: ",", maxSplits: 8, omittingEmptySubsequences: false)
        return fields.count == 9 ? Caption(range, trimming: CaptionScript.words(fields[8])) : nil
    }
}

/// Drafts a caption: paid-post labels, text, note, hashtags, and music attributions.
///
/// Platforms count UTF-16 units. If the limit is exceeded, the text is cut first, then hashtags are dropped
/// from the end; labels of paid posts, the note and attributions stay.
public struct CaptionDraft: Hashable, Codable, Sendable {
    /// Paragraphs with an empty line between them.
    public let text: String
    /// Cut and dropped parts; empty if there are none.
    public let omissions: [String]

    /// Creates a draft.
    ///
    /// - Parameters:
    ///   - body: a description of the clip; "" if there is none.
    ///   - hashtags: as suggested, in order.
    ///   - note: a sentence that every post must include.
    ///   - attributions: lines required by licences.
    ///   - limit: in UTF-16 units.
    public init(
        body: String, hashtags: [Suggestion] = [], note: String? = nil, attributions: [String] = [],
        limit: Int = 2200
    ) {
        let marks = hashtags.prefix { Self.isMark($0) }.map(\.name)
        var tags = hashtags.dropFirst(marks.count).map(\.name)
        var omissions: [String] = []
        let fixed = [note].compactMap { $0 } + attributions
        let room = { (body: String, tags: [String]) in
            limit - Self.join(marks, body, note, tags, attributions).utf16.count
        }
        while !tags.isEmpty, room("", tags) < 0 { omissions.append("\(tags.removeLast()) does not fit") }
        var shown = body
        if room(body, tags) < 0 {
            shown = Self.cut(body, by: -room(body, tags))
            omissions.append("the text is cut to \(shown.utf16.count) of \(body.utf16.count) units")
        }
        if room(shown, tags) < 0 {
            omissions.append("\(fixed.count) lines that have to stay are longer than \(limit) units together")
        }
        text = Self.join(marks, shown, note, tags, attributions)
        self.omissions = omissions
    }

    private static func isMark(_ suggestion: Suggestion) -> Bool { ["ad", "iklan"].contains(suggestion.id) }

    private static func join(
        _ marks: [String], _ body: String, _ note: String?, _ tags: [String], _ attributions: [String]
    ) -> String {
        let first = (marks + [body]).filter { !$0.isEmpty }.joined(separator: " ")
        let parts = [first, note ?? "", tags.joined(separator: " "), attributions.joined(separator: "\n")]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// Cuts at a whole character, or at a space if one is near, and adds an ellipsis.
    private static func cut(_ body: String, by units: Int) -> String {
        var left = body.utf16.count - units - 1
        guard left > 0 else { return "" }
        var kept = ""
        for character in body {
            left -= character.utf16.count
            if left < 0 { break }
            kept.append(character)
        }
        if let space = kept.lastIndex(where: \.isWhitespace),
            kept.distance(from: space, to: kept.endIndex) < 30
        {
            kept = String(kept[..<space])
        }
        return kept + "…"
    }
}

extension Track {
    /// The attribution line that its licence requires; nil if it requires none.
    public var attributionLine: String? {
        if let line = licence.attribution { return line }
        guard licence.kind.needsAttribution else { return nil }
        let whose = artist.isEmpty ? "" : " by \(artist)"
        let terms = "\(licence.kind.rawValue.uppercased())" + (licence.url.map { " (\($0))" } ?? "")
        return "Music: \(title)\(whose), \(terms)"
    }
}

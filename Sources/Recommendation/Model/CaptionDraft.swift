/// A caption to start from: what has to be said of a paid post, the text, the note, hashtags, and who made the music.
///
/// Platforms count UTF-16 units. Where they do not suffice, the text is cut first and hashtags leave next, from the end;
/// marks of paid posts, the note and attributions stay.
public struct CaptionDraft: Hashable, Codable, Sendable {
    /// Paragraphs with an empty line between them.
    public let text: String
    /// What was cut or left out; empty where nothing was.
    public let omissions: [String]

    /// A draft.
    ///
    /// - Parameters:
    ///   - body: what the clip is about; "" where nothing is known.
    ///   - hashtags: as suggested, in their order.
    ///   - note: a sentence that belongs to every post.
    ///   - attributions: lines that licences ask for.
    ///   - limit: UTF-16 units.
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

    /// Cut at whole characters, at a space where one is near, with an ellipsis.
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
    /// The line that its licence asks for; nil where it asks for none.
    public var attributionLine: String? {
        if let line = licence.attribution { return line }
        guard [.ccBy, .ccBySa, .ccByNc, .ccByNd].contains(licence.kind) else { return nil }
        let whose = artist.isEmpty ? "" : " by \(artist)"
        let terms = "\(licence.kind.rawValue.uppercased())" + (licence.url.map { " (\($0))" } ?? "")
        return "Music: \(title)\(whose), \(terms)"
    }
}

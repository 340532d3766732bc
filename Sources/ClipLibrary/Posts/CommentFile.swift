public import ClipCore
internal import Presets
public import Recommendation

/// Reads comments from a table with columns `post` and `text`. Does not keep their text.
public enum CommentFile {
    private static let names: [(column: String, names: Set<String>)] = [
        ("post", ["post", "postid", "id", "video", "videoid", "link", "videolink", "url", "postingan"]),
        ("text", ["text", "comment", "commenttext", "message", "teks", "komentar", "comentario", "コメント"]),
    ]

    /// Number of comments per post, and how many count. Posts are identified by id or link.
    ///
    /// - Throws: ``Failure/Kind/unusable`` with row and column.
    public static func read(_ bytes: [UInt8], from path: FilePath) throws(Failure) -> [String:
        CommentFilter.Count]
    {
        let usual = "a comment a row, with the columns post and text"
        return try ImportProblem.telling(path, usual: usual) { () throws(ImportProblem) in
            try ImportFile.check(bytes)
            let table = try CSVTable(try PlainText.read(bytes))
            let header = table.header.map(ExportColumns.plain)
            var places: [Int] = []
            for (column, names) in names {
                guard let place = header.firstIndex(where: names.contains) else {
                    throw ImportProblem("there is no column '\(column)'", row: 1)
                }
                places.append(place)
            }
            var filter = CommentFilter(try words())
            try table.forEach { _, cells in
                let post = cells[places[0]].trimmed
                guard !post.isEmpty else { return }
                filter.add(cells[places[1]], to: TikTokID.read(post) ?? post)
            }
            let counts = filter.counts
            guard !counts.isEmpty else { throw ImportProblem("there is no comment in it") }
            return counts
        }
    }

    /// The built-in word lists.
    static func words() throws(ImportProblem) -> CommentWords {
        let root = try ExportColumns.builtIn(Presets.commentWords, "comments.yaml")
        var words = CommentWords()
        words.harmful = Set((root["harmful"]?.pairs ?? []).flatMap(\.value.words))
        words.spam = Set((root["spam"]?.pairs ?? []).flatMap(\.value.words))
        words.innocent = Set(root["innocent"]?.words ?? [])
        for pair in root["slang"]?.pairs ?? [] { words.slang[pair.key] = pair.value.text }
        return words
    }
}

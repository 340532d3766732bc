public import ClipCore
public import Recommendation

/// Reads posts from a table: a header in any order, one post per row; ignores unknown columns. Required are
/// `post` (or `id`), `posted` in ISO 8601, and `views`; an empty cell is unknown.
public struct PostFile: Sendable {
    private enum Field: String, CaseIterable {
        case post, creator, posted, followers, duration, views, likes, comments, shares, saves, music
        case musicUses = "music_used"
        case musicIsOriginal = "music_original"
        case look, hashtags, category

        /// - Parameter header: in lower case.
        init?(header: String) {
            switch header {
            case "id": self = .post
            case "duration_s": self = .duration
            case let name: self.init(rawValue: name)
            }
        }
    }

    private init() {}

    /// All posts of a file in order, or none.
    ///
    /// - Parameter path: its name for errors.
    /// - Throws: ``Failure/Kind/unusable`` with row and column.
    public static func read(_ bytes: [UInt8], from path: FilePath) throws(Failure) -> [Post] {
        let usual = "one post a row, with at least the columns post, posted and views"
        return try ImportProblem.telling(path, usual: usual) { () throws(ImportProblem) in
            try ImportFile.check(bytes)
            let posts = try posts(try CSVTable(try PlainText.read(bytes)))
            guard !posts.isEmpty else { throw ImportProblem("there is no post in it") }
            return posts
        }
    }

    private static func posts(_ table: CSVTable) throws(ImportProblem) -> [Post] {
        let columns = try table.columns(Field.init(header:), needed: [.post, .posted, .views])
        var (posts, seen) = ([Post](), Set<String>())
        try table.forEach { (_, fields) throws(ImportProblem) in
            let post = try Row(columns: columns, fields: fields).post()
            guard seen.insert(post.id).inserted else {
                throw ImportProblem("the post '\(post.id)' stands there twice")
            }
            posts.append(post)
        }
        return posts
    }

    private struct Row {
        let columns: [Field: Int]
        let fields: [String]

        func post() throws(ImportProblem) -> Post {
            let id = text(.post)
            guard !id.isEmpty else { throw wrong(.post, "it is empty") }
            guard let posted = PostTime.read(text(.posted)) else {
                throw wrong(.posted, "'\(text(.posted))' is no time such as 2026-11-23T10:00:00Z")
            }
            guard let views = try number(.views) else { throw wrong(.views, "it is empty") }
            var post = Post(id: id, posted: posted, views: views)
            (post.creator, post.music, post.look) = (text(.creator), text(.music), text(.look))
            post.category = text(.category).lowercased()
            (post.followers, post.duration) = (try number(.followers), try number(.duration))
            (post.likes, post.comments) = (try number(.likes), try number(.comments))
            (post.shares, post.saves) = (try number(.shares), try number(.saves))
            post.musicUses = try number(.musicUses)
            post.isOriginalSound = try flag(.musicIsOriginal)
            var seen: Set<String> = []
            post.hashtags = text(.hashtags).lowercased().split { $0 == "," || $0.isWhitespace }
                .map { String($0.drop { $0 == "#" }) }.filter { !$0.isEmpty && seen.insert($0).inserted }
            return post
        }

        private func text(_ field: Field) -> String { columns[field].map { fields[$0].trimmed } ?? "" }

        private func wrong(_ field: Field, _ message: String) -> ImportProblem {
            ImportProblem(message, column: columns[field].map { "column \($0 + 1) (\(field.rawValue))" })
        }

        /// A count from 0 to 10^12; more is not plausible.
        private func number(_ field: Field) throws(ImportProblem) -> Double? {
            let text = text(field)
            guard !text.isEmpty else { return nil }
            guard let value = Double(text) ?? ChartNumber.read(text)?.value, (0...1e12).contains(value) else {
                throw wrong(field, "'\(text)' is no count")
            }
            return value
        }

        private func flag(_ field: Field) throws(ImportProblem) -> Bool? {
            switch text(field).lowercased() {
            case "": nil
            case "true", "1": true
            case "false", "0": false
            case let other: throw wrong(field, "'\(other)' is neither True nor False")
            }
        }
    }
}

internal import ClipCore
public import Recommendation
internal import SwiftCSV
public import SystemPackage

/// Posts as a table: a header in any order, one post a row, columns that are not known left out of account. Needed are
/// `post` (or `id`), `posted` in ISO 8601, and `views`; an empty cell is not known.
public struct PostFile: Sendable {
    private enum Field: String, CaseIterable {
        case post, creator, posted, followers, duration, views, likes, comments, shares, saves, music
        case musicUses = "music_used"
        case musicIsOriginal = "music_original"
        case look, hashtags, category

        init?(header: String) {
            switch header.trimmed.lowercased() {
            case "id": self = .post
            case "duration_s": self = .duration
            case let name: self.init(rawValue: name)
            }
        }
    }

    private struct Problem: Error {
        let message: String
        var row: Int?
        var column: String?
    }

    private init() {}

    /// All posts of a file, in its order, or none.
    ///
    /// - Parameter path: its name for errors.
    /// - Throws: ``LibraryError/Code/unusableInput`` with row and column.
    public static func read(_ bytes: [UInt8], from path: FilePath) throws(LibraryError) -> [Post] {
        do throws(Problem) { return try posts(try text(bytes)) } catch {
            let place = [error.row.map { "row \($0)" }, error.column].compactMap { $0 }.joined(
                separator: ", ")
            var wrong = LibraryError(
                .unusableInput, path, (place.isEmpty ? "" : "\(place): ") + error.message,
                hint: "one post a row, with at least the columns post, posted and views")
            (wrong.row, wrong.column) = (error.row, error.column)
            throw wrong
        }
    }

    private static func text(_ bytes: [UInt8]) throws(Problem) -> String {
        guard bytes.count <= BoardReader.maximumBytes else {
            throw Problem(message: "it is larger than \(BoardReader.maximumBytes >> 20) MB")
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let plain = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
        guard let text = String(validating: plain, as: UTF8.self), !plain.contains(0) else {
            throw Problem(message: "it is no text in UTF-8")
        }
        guard !text.trimmed.isEmpty else { throw Problem(message: "it is empty") }
        return text.last?.isNewline == true ? text : text + "\n"
    }

    private static func posts(_ text: String) throws(Problem) -> [Post] {
        let table: EnumeratedCSV
        do {
            table = try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false, rowLimit: 0)
        } catch { throw Problem(message: "a quote stands in the middle of a field", row: 1) }
        let columns = try columns(table.header)
        var (posts, row, wrong, isOpen) = ([Post](), 1, Problem?.none, false)
        var seen: Set<String> = []
        do {
            try table.enumerateAsArray(startAt: 1, rowLimit: nil) { fields in
                row += 1
                isOpen = fields.last?.last?.isNewline == true
                guard wrong == nil, fields != [""] else { return }
                do throws(Problem) {
                    guard fields.count == table.header.count else {
                        throw Problem(
                            message: "\(fields.count) fields, and the header has \(table.header.count)")
                    }
                    let post = try Row(columns: columns, fields: fields).post()
                    guard seen.insert(post.id).inserted else {
                        throw Problem(message: "the post '\(post.id)' stands there twice")
                    }
                    posts.append(post)
                } catch { wrong = Problem(message: error.message, row: row, column: error.column) }
            }
        } catch { throw wrong ?? Problem(message: "a quote stands in the middle of a field", row: row + 1) }
        if isOpen { throw wrong ?? Problem(message: "a quote is opened and never closed", row: row) }
        if let wrong { throw wrong }
        guard !posts.isEmpty else { throw Problem(message: "there is no post in it") }
        return posts
    }

    private static func columns(_ header: [String]) throws(Problem) -> [Field: Int] {
        var columns: [Field: Int] = [:]
        for (index, name) in header.enumerated() {
            guard let field = Field(header: name) else { continue }
            guard columns[field] == nil else {
                throw Problem(message: "two columns tell '\(field.rawValue)'", row: 1)
            }
            columns[field] = index
        }
        for field in [Field.post, .posted, .views] where columns[field] == nil {
            throw Problem(message: "there is no column '\(field.rawValue)'", row: 1)
        }
        return columns
    }

    private struct Row {
        let columns: [Field: Int]
        let fields: [String]

        func post() throws(Problem) -> Post {
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

        private func wrong(_ field: Field, _ message: String) -> Problem {
            Problem(message: message, column: columns[field].map { "column \($0 + 1) (\(field.rawValue))" })
        }

        /// From 0 to 10^12: more is no count of anything.
        private func number(_ field: Field) throws(Problem) -> Double? {
            let text = text(field)
            guard !text.isEmpty else { return nil }
            guard let value = Double(text) ?? BoardNumber.read(text)?.value, (0...1e12).contains(value) else {
                throw wrong(field, "'\(text)' is no count")
            }
            return value
        }

        private func flag(_ field: Field) throws(Problem) -> Bool? {
            switch text(field).lowercased() {
            case "": nil
            case "true", "1": true
            case "false", "0": false
            case let other: throw wrong(field, "'\(other)' is neither True nor False")
            }
        }
    }
}

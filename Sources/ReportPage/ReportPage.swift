public import ClipBatch
internal import ClipCore
internal import LibAV
internal import Mustache
internal import SystemLibrary

/// What came of a batch as one HTML page, which needs nothing but itself: no script, no request, no font.
///
/// Results are given in one at a time, so that a page of any size needs little memory: ``head(_:made:)``, all articles and
/// ``foot`` make up the file.
public struct ReportPage {
    /// What closes the page.
    public static let foot = "</main>\n</body>\n</html>\n"
    /// With what a page of clipfit's begins.
    public static let beginning = "<!doctype html>\n<html lang=\"en\" data-made-by=\"clipfit\">"

    private let headTemplate: MustacheTemplate
    private let clipTemplate: MustacheTemplate
    private var rows: [ClipRow] = []

    /// A page without results.
    public init() {
        MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
        headTemplate = Self.template(PackageResources.head_mustache)
        clipTemplate = Self.template(PackageResources.clip_mustache)
    }

    /// The article of one more result.
    public mutating func add(_ result: JobResult) -> String {
        let row = ClipRow(result, number: rows.count + 1)
        rows.append(row)
        return clipTemplate.render(ClipArticle(result, row))
    }

    /// The page down to the first article: its policy, its style and the table of all results.
    ///
    /// - Parameter made: when and by what, for people.
    public func head(_ summary: BatchSummary, made: String) -> String {
        let style = Self.text(PackageResources.style_css)
        return headTemplate.render(
            Head(
                title:
                    "clipfit batch: \(summary.done) done, \(summary.skipped) skipped, \(summary.failed) failed",
                made: made, style: style, styleHash: Self.hash(style), all: rows.count, done: summary.done,
                skipped: summary.skipped, failed: summary.failed,
                warned: rows.count { $0.rowClass.contains(ClipRow.warnedClass) },
                left: summary.left > 0 ? summary.left : nil, rows: rows))
    }

    private struct Head {
        let title: String
        let made: String
        let style: String
        let styleHash: String
        let all: Int
        let done: Int
        let skipped: Int
        let failed: Int
        let warned: Int
        let left: Int?
        let rows: [ClipRow]
    }

    /// As a Content-Security-Policy names what it allows: SHA-256 in base64.
    private static func hash(_ text: String) -> String {
        guard var print = try? Fingerprint() else { return "" }
        print.add(Array(text.utf8))
        return Data(print.digest()).base64EncodedString()
    }

    private static func template(_ bytes: [UInt8]) -> MustacheTemplate {
        do { return try MustacheTemplate(string: text(bytes)) } catch {
            preconditionFailure("a template of the program is wrong: \(error)")
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// How values become HTML: what has a meaning there is written as a reference, and control characters are spelled out.
///
/// The engine's own way goes by characters as people see them, and leaves a quotation mark alone that carries a combining
/// accent; a browser takes it for the end of the attribute. So this one goes by code points.
struct ScalarEscaping: MustacheContentType {
    /// The name that templates say.
    static let name = "SCALARS"

    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: Self.isSpecial) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            case "\n": result.append(scalar)
            case _ where scalar.isSteering:
                result.append(contentsOf: scalar.escaped(asASCII: true).unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Bytes outside of ASCII may belong to a mark that changes the direction of writing.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
            || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }
}

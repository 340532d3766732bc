public import ClipBatch
internal import ClipCore
internal import LibAV
internal import Mustache
internal import SystemLibrary

/// Results of a batch as one self-contained HTML page: no scripts, requests or fonts.
///
/// Results are added one at a time, so that a page of any size needs little memory: the file is
/// ``head(_:made:)``, all articles, and ``foot``.
public struct ReportPage {
    /// The end of the page.
    public static let foot = "</main>\n</body>\n</html>\n"
    /// The beginning of every page made by clipfit.
    public static let beginning = "<!doctype html>\n<html lang=\"en\" data-made-by=\"clipfit\">"

    private let headTemplate: MustacheTemplate
    private let clipTemplate: MustacheTemplate
    private var rows: [ClipRow] = []

    /// Creates a page without results.
    public init() {
        MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
        headTemplate = Self.template(PackageResources.head_mustache)
        clipTemplate = Self.template(PackageResources.clip_mustache)
    }

    /// The article of the next result.
    public mutating func add(_ result: JobResult) -> String {
        let row = ClipRow(result, number: rows.count + 1)
        rows.append(row)
        return clipTemplate.render(ClipArticle(result, row))
    }

    /// The page up to the first article: its policy, style and the table of all results.
    ///
    /// - Parameter made: date and program, for people.
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

    /// SHA-256 in base64, as a Content-Security-Policy lists what it allows.
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

/// Escapes text for HTML: special characters as references, control characters spelled out.
///
/// The engine's own escaping works on grapheme clusters and misses a quotation mark with a combining accent,
/// which a browser reads as the attribute's end. So this one works on code points.
struct ScalarEscaping: MustacheContentType {
    /// The name used in templates.
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

    /// Bytes outside ASCII may belong to a character that changes the writing direction.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
            || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }
}

public import ClipBatch
public import ClipCore
internal import LibAV
internal import Mustache
internal import SystemLibrary
public import SystemPackage

/// Results of a batch as one self-contained HTML page, grouped by brand: no scripts, requests or fonts. Its data is
/// inside as JSON.
///
/// Results are added one at a time, so that a page of any size needs little memory: the file is
/// ``head(_:made:)``, for each of the ``brands`` its ``section(_:)`` and articles, and ``foot``.
public struct ReportPage {
    /// The beginning of every page made by clipfit.
    public static let beginning = "<!doctype html>\n<html lang="

    /// What the page's surroundings contribute.
    public struct Setting {
        /// The page's title; nil for the brands' names.
        public var title: String?
        /// The logo as a `data:` URL; nil for none.
        public var logo: String?
        /// The page's folder, absolute: links start there.
        public var folder: FilePath = "/"
        /// Sentences in a language.
        public var messages: (String?) -> Messages = { _ in .english }
        /// The name of a platform.
        public var platformName: (String) -> String = { $0 }
        /// Where the licence of a track of the library is proved.
        public var proof: (String) -> String? = { _ in nil }

        /// English, without names and proofs.
        public init() {}
    }

    private let setting: Setting
    private var groups: [BrandGroup] = []
    private var summaries: [PageData.Clip] = []
    /// Results that are only planned.
    private var planned = 0
    private var translated: [String: Templates] = [:]

    private typealias Templates = (head: MustacheTemplate, brand: MustacheTemplate, clip: MustacheTemplate)

    /// Creates a page without results.
    public init(_ setting: Setting = Setting()) {
        MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
        self.setting = setting
    }

    /// The brands with results, in order of their first; "" for none.
    public var brands: [String] { groups.map(\.name) }

    /// The brand and the article of the next result.
    public mutating func add(_ result: JobResult) -> (brand: String, article: String) {
        let known = result.reports + result.kept
        let plans = (result.portrait?.outputs ?? []).map(\.plan) + known.map(\.plan) + result.plans
        let brand =
            result.brand.isEmpty ? plans.lazy.compactMap { $0.guards?.music.brand }.first ?? "" : result.brand
        let text = PageText(
            messages: setting.messages(result.language), folder: setting.folder, names: setting.platformName)
        let outputs = (result.portrait?.outputs ?? []).map { output in
            OutputSection(
                output, of: result.portrait!.facts,
                known.first { $0.plan.output.file == output.plan.output.file }, text)
        }
        if !result.plans.isEmpty { planned += 1 }
        let row = ClipRow(result, outputs, number: summaries.count + 1, text.messages)
        summaries.append(PageData.Clip(result, outputs, brand: brand, setting.proof))
        if !groups.contains(where: { $0.name == brand }) {
            groups.append(BrandGroup(name: brand, language: result.language))
        }
        let place = groups.firstIndex { $0.name == brand }!
        groups[place].add(row, outputs, setting.proof)
        let article = templates(result.language).clip.render(ClipArticle(result, row, outputs, text.messages))
        return (brand, article)
    }

    /// The page up to the first brand: its policy, style and counts.
    ///
    /// - Parameter made: date and program, for people.
    public mutating func head(_ summary: BatchSummary, made: String) -> String {
        let style = Self.text(PackageResources.style_css)
        let languages = Set(groups.map(\.language))
        let language = languages.count == 1 ? languages.first ?? nil : nil
        let messages = setting.messages(language)
        let names = groups.map { Self.shownName($0.name) }.filter { !$0.isEmpty }
        let ready = summary.done + summary.skipped - planned
        let counts: [Phrase?] = [
            planned > 0 ? "\(planned) planned" : nil, planned > 0 && ready <= 0 ? nil : "\(ready) ready",
            summary.failed > 0 ? "\(summary.failed) failed" : nil,
        ]
        let left: Phrase = "\(summary.left) more were not examined"
        return templates(language).head.render(
            Head(
                language: language ?? "en",
                title: setting.title
                    ?? (names.isEmpty ? messages.text("Clips") : names.joined(separator: ", ")),
                logo: setting.logo,
                counts: counts.compactMap { $0.map(messages.text) }.joined(separator: ", "),
                made: made, style: style, styleHash: Self.hash(style), all: summaries.count,
                done: summary.done, skipped: summary.skipped, failed: summary.failed,
                warned: groups.flatMap(\.rows).count { $0.rowClass.contains(ClipRow.warnedClass) },
                left: summary.left > 0 ? messages.text(left) : nil))
    }

    /// The beginning of a brand's part: the tables of its clips and its music.
    public mutating func section(_ brand: String) -> String {
        guard let group = groups.first(where: { $0.name == brand }) else { return "" }
        return templates(group.language).brand.render(BrandView(group))
    }

    /// The end of a brand's part.
    public static let sectionEnd = "</section>\n"

    /// The end of the page, with its data.
    public var foot: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = PageData(title: setting.title, clips: summaries)
        let json = (try? encoder.encode(data)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        // Nothing in it may end the element.
        let inert = json.steeringEscapedInJSON.replacing("<", with: "\\u003c")
        return
            "</main>\n<script type=\"application/json\" id=\"clipfit\">\(inert)</script>\n</body>\n</html>\n"
    }

    /// `Kopi Senja` for the preset `kopi-senja`.
    static func shownName(_ brand: String) -> String {
        brand.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }

    private struct Head {
        let language: String
        let title: String
        let logo: String?
        let counts: String
        let made: String
        let style: String
        let styleHash: String
        let all: Int
        let done: Int
        let skipped: Int
        let failed: Int
        let warned: Int
        let left: String?
    }

    /// The templates in a language, whose words stand in `[[ ]]`.
    private mutating func templates(_ language: String?) -> Templates {
        if let known = translated[language ?? ""] { return known }
        let messages = setting.messages(language)
        let made: Templates = (
            Self.template(PackageResources.head_mustache, messages),
            Self.template(PackageResources.brand_mustache, messages),
            Self.template(PackageResources.clip_mustache, messages)
        )
        translated[language ?? ""] = made
        return made
    }

    /// SHA-256 in base64, as a Content-Security-Policy lists what it allows.
    private static func hash(_ text: String) -> String {
        guard var print = try? Fingerprint() else { return "" }
        print.add(Array(text.utf8))
        return Data(print.digest()).base64EncodedString()
    }

    private static func template(_ bytes: [UInt8], _ messages: Messages) -> MustacheTemplate {
        let parts = text(bytes).split(separator: "[[", omittingEmptySubsequences: false)
        let words = parts.dropFirst().map { part in
            let ends = part.split(separator: "]]", maxSplits: 1, omittingEmptySubsequences: false)
            let word = messages.text(Phrase(stringLiteral: String(ends[0])))
            return ScalarEscaping().escapeText(word) + (ends.count > 1 ? ends[1] : "")
        }
        do { return try MustacheTemplate(string: parts[0] + words.joined()) } catch {
            preconditionFailure("a template of the program is wrong: \(error)")
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import ClipMedia
internal import Recommendation
internal import ReportPage
internal import SystemLibrary

/// Writes the HTML page of a batch. Articles are buffered in a temporary file, to keep memory constant.
final class ReportFile {
    private let path: FilePath
    private let overwrites: Bool
    private let articles: UnsafeMutablePointer<FILE>
    private var page: ReportPage
    /// Where each brand's articles are in the temporary file.
    private var places: [String: [(start: Int, count: Int)]] = [:]
    private var end = 0
    /// Error of writing an article, reported at the end: the clips are worth more than the page.
    private var failure: Int32?

    /// - Parameter overwrites: also replace a file that is not clipfit's report, or was changed.
    /// - Throws: if the name is taken, no temporary file can be created, or the logo is not a picture.
    init(_ path: FilePath, title: String?, logo: FilePath?, overwrites: Bool) throws(Failure) {
        self.path = path
        self.overwrites = overwrites || Self.isReport(path)
        // Fails now rather than after hours of work.
        _ = try WrittenFile(path, overwrites: self.overwrites)
        page = ReportPage(try Self.setting(path, title, logo))
        guard let file = tmpfile() else {
            throw Failure(
                .cannotCreate, path, "no temporary file: \(String(cString: strerror(errno)).lowercased())")
        }
        articles = file
    }

    deinit { fclose(articles) }

    private static func setting(_ path: FilePath, _ title: String?, _ logo: FilePath?) throws(Failure)
        -> ReportPage.Setting
    {
        var setting = ReportPage.Setting()
        (setting.title, setting.folder) = (title, Folder.absolute(path.folder))
        if let logo {
            let header = try LogoFile.header(logo)
            let file = try SourceFile.open(logo)
            guard file.sizeBytes <= 2 << 20 else {
                throw Failure(.unusable, logo, "it is too large for a page", hint: "2 MB are the most")
            }
            let bytes = try file.bytes(at: 0, count: Int(file.sizeBytes))
            let kind = header.fileExtension == "jpg" ? "jpeg" : header.fileExtension
            setting.logo = "data:image/\(kind);base64,\(Data(bytes).base64EncodedString())"
        }
        setting.messages = Messages.of
        let names = (try? PresetCatalogue().platforms) ?? []
        setting.platformName = { id in names.first { $0.id == id }?.name ?? id }
        let tracks =
            (try? TrackCatalogue.library(for: .reading)).flatMap { try? TrackCatalogue.all(in: $0) } ?? []
        setting.proof = { id in
            let licence = tracks.first { $0.track.id == id }?.track.licence
            return licence?.proof ?? licence?.url
        }
        return setting
    }

    func add(_ result: JobResult) {
        let (brand, article) = page.add(result)
        let bytes = Array(article.utf8)
        if fwrite(bytes, 1, bytes.count, articles) != bytes.count { failure = failure ?? errno }
        places[brand, default: []].append((end, bytes.count))
        end += bytes.count
    }

    /// Writes the page.
    func finish(_ summary: BatchSummary) throws(Failure) {
        let file = try WrittenFile(path, overwrites: overwrites)
        let made = "\(Clock.today.text), clipfit \(Clipfit.version)"
        try file.write(Array(page.head(summary, made: made).utf8))
        if fflush(articles) != 0 { failure = failure ?? errno }
        if let failure {
            throw Failure(
                failure == ENOSPC ? .diskFull : .readWrite, path,
                "the temporary file: \(String(cString: strerror(failure)).lowercased())",
                hint:
                    "free some space in the folder for temporary files, and run the batch again: what is finished stays"
            )
        }
        for brand in page.brands {
            try file.write(Array(page.section(brand).utf8))
            for place in places[brand] ?? [] { try file.write(try article(place)) }
            try file.write(Array(ReportPage.sectionEnd.utf8))
        }
        try file.write(Array(page.foot.utf8))
        if let content = file.content() { try file.write(Array(Self.seal(content).utf8)) }
        try file.commit()
    }

    private func article(_ place: (start: Int, count: Int)) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: place.count)
        guard fseek(articles, place.start, SEEK_SET) == 0,
            fread(&bytes, 1, bytes.count, articles) == bytes.count
        else { throw Failure(.readWrite, path, "the temporary file cannot be read") }
        return bytes
    }

    /// The last line, a hash of the content, which reveals edits.
    private static func seal(_ content: String) -> String { "<!-- \(content) -->\n" }

    /// Whether `path` is an unchanged page of a batch.
    private static func isReport(_ path: FilePath) -> Bool {
        guard let file = try? SourceFile.open(path) else { return false }
        let end = seal(String(repeating: "0", count: ContentHash.length)).utf8.count
        let beginning = ReportPage.beginning.utf8
        guard let content = ContentHash.of(path, without: end),
            let first = try? file.bytes(at: 0, count: beginning.count),
            let last = try? file.bytes(at: max(0, file.sizeBytes - Int64(end)), count: end)
        else { return false }
        return first.elementsEqual(beginning) && last.elementsEqual(seal(content).utf8)
    }
}

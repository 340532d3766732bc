internal import ClipBatch
internal import ClipCore
internal import ClipMedia
internal import SystemPackage

/// The tables of one brand. The template reads the properties by name.
struct BrandView {
    let brandName: String?
    let brandLanguage: String
    let rows: [ClipRow]
    let tracks: [BrandGroup.Track]
    let hasTracks: Bool

    init(_ group: BrandGroup) {
        brandName = group.name.isEmpty ? nil : ReportPage.shownName(group.name)
        brandLanguage = group.language ?? "en"
        (rows, tracks) = (group.rows, group.tracks)
        hasTracks = !tracks.isEmpty
    }
}

/// The results of one brand.
struct BrandGroup {
    /// A track of music, and where it is used. The template reads the properties by name.
    struct Track {
        let trackName: String
        let licence: String
        let credit: String
        let proof: String
        fileprivate(set) var uses: String
    }

    let name: String
    let language: String?
    private(set) var rows: [ClipRow] = []
    private(set) var tracks: [Track] = []

    init(name: String, language: String?) { (self.name, self.language) = (name, language) }

    mutating func add(_ row: ClipRow, _ outputs: [OutputSection], _ proof: (String) -> String?) {
        rows.append(row)
        for output in outputs {
            guard let music = PageData.Music(output.plan, proof) else { continue }
            if let place = tracks.firstIndex(where: { $0.trackName == music.name }) {
                tracks[place].uses += ", \(output.fileName)"
            } else {
                tracks.append(
                    Track(
                        trackName: music.name, licence: music.licence ?? "–", credit: music.credit ?? "–",
                        proof: music.proof ?? "–", uses: output.fileName))
            }
        }
    }
}

/// What a page needs to write about one brand: its language, and where things are.
struct PageText {
    let messages: Messages
    let folder: FilePath
    let names: (String) -> String

    func platformName(_ id: String) -> String { names(id) }

    /// A file's URL, relative to the page.
    func link(_ path: FilePath) -> String {
        let file = path.isAbsolute ? path : Folder.absolute(path)
        let (here, there) = (Array(folder.components), Array(file.lexicallyNormalized().components))
        let shared = zip(here, there).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: here.count - shared)
        let down = there.dropFirst(shared).map { Self.encoded(FilePath(root: nil, [$0]).bytes) }
        return (up + down).joined(separator: "/")
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let isPlain =
                [0x30...0x39, 0x41...0x5A, 0x61...0x7A].contains { $0.contains(byte) }
                || "-_.~+,=@".utf8.contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
        }.joined()
    }
}

/// `clipfit.report/1`: the page's data.
struct PageData: Encodable {
    struct Music: Encodable {
        let name: String
        let licence: String?
        let credit: String?
        let proof: String?

        /// Nil without music.
        init?(_ plan: Plan, _ proof: (String) -> String?) {
            if let music = plan.post?.music {
                (name, self.proof) = (music.name, proof(music.id))
            } else if let file = plan.mix?.music?.file.path {
                (name, self.proof) = (FilePath(bytes: file.nameBytes).text, nil)
            } else {
                return nil
            }
            (licence, credit) = (plan.post?.licence, plan.post?.attribution)
        }
    }

    struct Output: Encodable {
        let file: String
        let link: String?
        let platforms: [String]
        let start: Double
        let duration: Double
        let sizeBytes: Int64?
        let loudness: Double?
        let music: Music?
        let look: String?
        let hashtags: [String]
        let caption: String?
    }

    struct Clip: Encodable {
        let source: String
        let status: String
        let brand: String
        let outputs: [Output]
        let errors: [String]

        init(_ result: JobResult, _ outputs: [OutputSection], brand: String, _ proof: (String) -> String?) {
            (source, status, self.brand) = (result.source.text, result.status.rawValue, brand)
            errors = result.errors.map(\.message)
            self.outputs = outputs.map { one in
                Output(
                    file: one.fileName, link: one.link, platforms: one.plan.delivery?.platforms ?? [],
                    start: one.plan.window.start.seconds, duration: one.length.seconds,
                    sizeBytes: one.sizeBytes, loudness: one.loudness, music: Music(one.plan, proof),
                    look: one.plan.post?.look?.name ?? one.plan.picture?.look?.name,
                    hashtags: one.plan.post?.hashtags ?? [], caption: one.caption)
            }
        }
    }

    let schema = "clipfit.report/1"
    let title: String?
    let clips: [Clip]
}

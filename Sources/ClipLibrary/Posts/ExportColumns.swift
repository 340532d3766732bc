internal import ClipCore
internal import Presets
internal import Recommendation

/// What a platform calls the columns of its exports.
struct ExportColumns {
    let id: String
    /// What people call it.
    let name: String
    let needs: [PostField]
    private let fields: [String: PostField]

    /// All platforms of `columns.yaml`.
    static func all() throws(ImportProblem) -> [ExportColumns] {
        let root = try builtIn(Presets.exportColumns, "columns.yaml")
        return root.pairs.map { ExportColumns($0.key, $0.value) }
    }

    private init(_ id: String, _ node: YAMLNode) {
        self.id = id
        name = node["name"]?.text ?? id
        needs = (node["needs"]?.words ?? []).compactMap { PostField(rawValue: $0) }
        var fields: [String: PostField] = [:]
        for pair in node["columns"]?.pairs ?? [] {
            guard let field = PostField(rawValue: pair.key) else { continue }
            for word in pair.value.words { fields[Self.plain(word)] = fields[Self.plain(word)] ?? field }
        }
        self.fields = fields
    }

    /// Where its fields stand in a header; the first of several columns counts.
    func places(in header: [String]) -> [PostField: Int] {
        var places: [PostField: Int] = [:]
        for (index, name) in header.enumerated() {
            guard let field = fields[Self.plain(name)], places[field] == nil else { continue }
            places[field] = index
        }
        return places
    }

    /// The name of a column without what differs by chance: case, accents, spaces, signs.
    static func plain(_ name: String) -> String {
        String(TrendKey.word(name).unicodeScalars.filter { $0.properties.isAlphabetic || $0 == "%" })
    }

    /// A file that is built in: what is wrong in it is our fault.
    static func builtIn(_ bytes: [UInt8], _ file: String) throws(ImportProblem) -> YAMLNode {
        do { return try YAMLReader.read(bytes, file: file) } catch {
            throw ImportProblem("\(file), which is built in, is wrong: \(error)")
        }
    }
}

extension YAMLNode {
    var pairs: [Pair] { if case .map(let pairs) = content { pairs } else { [] } }
    var items: [YAMLNode] { if case .list(let items) = content { items } else { [] } }
    /// The texts of a list.
    var words: [String] { items.compactMap(\.text) }
    subscript(_ key: String) -> YAMLNode? { pairs.first { $0.key == key }?.value }
}

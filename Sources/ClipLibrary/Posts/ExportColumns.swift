internal import ClipCore
internal import Presets
internal import Recommendation

/// Column names of a platform's exports.
struct ExportColumns {
    let id: String
    /// The platform's display name.
    let name: String
    let needs: [PostField]
    private let fields: [String: PostField]
    /// Names that only the user gave.
    private let given: Set<String>

    /// All platforms in `columns.yaml`.
    ///
    /// - Parameter own: the user's names of columns, which take precedence.
    static func all(with own: [String: [String]] = [:]) throws(ImportProblem) -> [ExportColumns] {
        let root = try builtIn(Presets.exportColumns, "columns.yaml")
        return root.pairs.map { ExportColumns($0.key, $0.value, own) }
    }

    /// Instagram and Facebook share a form of export.
    var isMeta: Bool { ["instagram", "facebook"].contains(id) }

    private init(_ id: String, _ node: YAMLNode, _ own: [String: [String]]) {
        self.id = id
        name = node["name"]?.text ?? id
        needs = (node["needs"]?.words ?? []).compactMap { PostField(rawValue: $0) }
        var fields: [String: PostField] = [:]
        for (key, names) in own {
            for name in names { fields[Self.plain(name)] = PostField(rawValue: key) }
        }
        var given = Set(fields.keys)
        for pair in node["columns"]?.pairs ?? [] {
            guard let field = PostField(rawValue: pair.key) else { continue }
            for word in pair.value.words {
                given.remove(Self.plain(word))
                fields[Self.plain(word)] = fields[Self.plain(word)] ?? field
            }
        }
        (self.fields, self.given) = (fields, given)
    }

    /// How many columns of a header have names of the platform's own.
    func builtIn(in header: [String]) -> Int {
        places(in: header).values.count { !given.contains(Self.plain(header[$0])) }
    }

    /// Columns of its fields in a header; of several the first counts.
    func places(in header: [String]) -> [PostField: Int] {
        var places: [PostField: Int] = [:]
        for (index, name) in header.enumerated() {
            guard let field = fields[Self.plain(name)], places[field] == nil else { continue }
            places[field] = index
        }
        return places
    }

    /// Normalises a column name: removes case, accents, spaces and signs.
    static func plain(_ name: String) -> String {
        String(TrendKey.word(name).unicodeScalars.filter { $0.properties.isAlphabetic || $0 == "%" })
    }

    /// Parses a built-in file; errors in it are bugs.
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

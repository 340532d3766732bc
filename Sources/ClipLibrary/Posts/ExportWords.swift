internal import ClipCore
internal import Presets
internal import Recommendation

/// Words in exports, by meaning.
struct ExportWords {
    /// Month numbers by name.
    let months: [String: Int]
    private let lifetime, sum, video: Set<String>
    private let others: [(name: String, columns: [String])]
    private let otherFiles: [String]

    init() throws(ImportProblem) {
        let root = try ExportColumns.builtIn(Presets.exportWords, "export_words.yaml")
        var months: [String: Int] = [:]
        for (index, node) in (root["months"]?.items ?? []).enumerated() {
            for word in node.words { months[TrendKey.word(word)] = index + 1 }
        }
        self.months = months
        let set = { (key: String) in Set((root[key]?.words ?? []).map { TrendKey.word($0) }) }
        (lifetime, sum, video) = (set("lifetime"), set("sum"), set("video"))
        others = (root["others"]?.items ?? []).map { node in
            (node["name"]?.text ?? "", (node["columns"]?.words ?? []).map(ExportColumns.plain))
        }
        otherFiles = (root["other-files"]?.words ?? []).map { TrendKey.word($0) }
    }

    func isLifetime(_ text: String) -> Bool { lifetime.contains(TrendKey.word(text)) }
    func isSum(_ text: String) -> Bool { sum.contains(TrendKey.word(text)) }
    func isVideo(_ kind: String) -> Bool {
        let kind = TrendKey.word(kind)
        return video.contains { kind.contains($0) }
    }

    /// Description of an export file without posts; nil if unknown.
    func other(_ header: [String]) -> String? {
        let names = Set(header.map(ExportColumns.plain))
        return others.first { names.isSuperset(of: $0.columns) }?.name
    }

    /// Whether a file name in an archive is that of a file without posts.
    func isOther(file: String) -> Bool {
        let name = TrendKey.word(file.split(separator: "/").last.map(String.init) ?? "")
        return otherFiles.contains { name.hasPrefix($0) }
    }
}

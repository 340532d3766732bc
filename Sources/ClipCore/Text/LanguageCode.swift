/// Language codes of files and tracks.
public enum LanguageCode {
    /// One code for each language: `id` for id, ind, in, ID and id-ID (ISO 639-1, 639-2, BCP 47). Unknown codes are only
    /// lowercased.
    public static func short(_ tag: String) -> String {
        let code = tag.lowercased().prefix { $0 != "-" && $0 != "_" }
        return same[String(code)] ?? String(code)
    }

    /// Whether `text` has the form of a code: `en`, `ind`, `zh-Hant`.
    public static func isOne(_ text: some StringProtocol) -> Bool {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
        let isPlain = { (character: Character) in
            character.isASCII && (character.isLetter || character.isNumber)
        }
        return (2...3).contains(parts.first?.count ?? 0) && parts[0].allSatisfy { $0.isLetter && $0.isASCII }
            && parts.allSatisfy { (1...8).contains($0.count) && $0.allSatisfy(isPlain) }
    }

    /// The table `languages.tsv`: two letters stand before their other codes; `iw` and `in` are old names of the code before.
    private static let same: [String: String] = {
        var (table, short): ([String: String], String) = ([:], "")
        for code in DataTable.rows(PackageResources.languages_tsv).joined() {
            if code.count == 2, code != "iw", code != "in" { short = code } else { table[code] = short }
        }
        table["fil"] = "tl"
        return table
    }()
}

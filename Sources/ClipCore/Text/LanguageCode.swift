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

    private static let same: [String: String] = {
        let codes = """
            af afr am amh ar ara az aze be bel bg bul bn ben bs bos ca cat cs cze ces da dan de ger deu el gre ell en eng \
            es spa et est eu baq eus fa per fas fi fin fil fr fre fra ga gle gl glg gu guj he heb iw hi hin hr hrv hu hun \
            hy arm hye id ind in is ice isl it ita ja jpn jv jav ka geo kat kk kaz km khm kn kan ko kor lo lao lt lit lv lav \
            mk mac mkd ml mal mn mon mr mar ms may msa my bur mya ne nep nl dut nld no nor nb nob nn nno pa pan pl pol \
            pt por ro rum ron ru rus si sin sk slo slk sl slv sq alb sqi sr srp su sun sv swe sw swa ta tam te tel th tha \
            tl tgl tr tur uk ukr ur urd uz uzb vi vie zh chi zho cmn zu zul
            """
        // Two letters stand before their other codes; two of these are old names of the code before.
        var (table, short): ([String: String], String) = ([:], "")
        for code in codes.split(separator: " ").map(String.init) {
            if code.count == 2, code != "iw", code != "in" { short = code } else { table[code] = short }
        }
        table["fil"] = "tl"
        return table
    }()
}

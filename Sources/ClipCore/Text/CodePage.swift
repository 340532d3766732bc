/// A Windows code page of 256 characters (unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS).
struct CodePage: Sendable {
    let name: String
    /// The characters from 0x80 on; a space for undefined ones.
    private let upper: [Unicode.Scalar]

    private init(_ name: String, _ upper: String) {
        self.name = name
        self.upper = Array(upper.unicodeScalars)
        precondition(self.upper.count == 128, "a code page has 128 characters above ASCII")
    }

    /// Decodes a byte.
    func scalar(_ byte: UInt8) -> Unicode.Scalar {
        byte < 0x80 ? Unicode.Scalar(byte) : upper[Int(byte) - 0x80]
    }

    /// Western Europe; includes Latin-1, whose control characters are never used.
    static let western = CodePage(
        "Windows-1252",
        "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿"
            + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ")
    /// Central Europe.
    static let central = CodePage(
        "Windows-1250",
        "€ ‚ „…†‡ ‰Š‹ŚŤŽŹ ‘’“”•–— ™š›śťžź\u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż"
            + "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙")
    /// Cyrillic.
    static let cyrillic = CodePage(
        "Windows-1251",
        "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–— ™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї"
            + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя")

    /// Guesses the code page from letters. Cyrillic if most are above ASCII, Central European by letters or
    /// combinations that Western text lacks inside words.
    static func likeliest(for bytes: [UInt8]) -> CodePage {
        let isLetter = { (byte: UInt8) in (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
        let plain = bytes.count(where: isLetter)
        let high = bytes.count { $0 >= 0xC0 }
        if high > plain { return .cyrillic }
        let signs: Set<UInt8> = [0x9C, 0x9D, 0x9F, 0xA3, 0xA5, 0xAF, 0xB3, 0xB9, 0xBE, 0xBF, 0x8C, 0x8F]
        let inWords = bytes.indices.dropFirst().count { index in
            signs.contains(bytes[index]) && (isLetter(bytes[index - 1]) || bytes[index - 1] >= 0xC0)
                && (index + 1 == bytes.count || bytes[index + 1] != 0x20 || bytes[index] != 0xBF)
        }
        let counts = bytes.reduce(into: [UInt8: Int]()) { $0[$1, default: 0] += 1 }
        let has = { (letters: [UInt8]) in letters.reduce(0) { $0 + (counts[$1] ?? 0) } }
        // š ž Š Ž with č ě ř ů (Czech, Slovak, Croatian), ő ű together with ö ü (Hungarian).
        let caron = has([0x9A, 0x9E, 0x8A, 0x8E]) > 0 && has([0xE8, 0xEC, 0xF8, 0xF9, 0xC8]) > 0
        let double = has([0xF5, 0xFB]) > 0 && has([0xF6, 0xFC]) > 0 && has([0xE3, 0xE4]) == 0
        return inWords > 0 || caron || double ? .central : .western
    }
}

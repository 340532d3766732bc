internal import ArgumentParser
internal import ClipCore
internal import Recommendation
internal import SystemPackage

/// `KIND:A,B`: what outputs of an experiment differ in, and their values.
struct Variants {
    let kind: PlannedPost.Experiment.Kind
    /// Two to eight, each once.
    let values: [String]

    /// - Throws: `ValidationError` if the text says nothing that can be compared.
    init(_ text: String) throws {
        let words = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard words.count == 2, let kind = PlannedPost.Experiment.Kind(rawValue: words[0]) else {
            throw ValidationError("--variants is look:A,B, music:A,B, length:A,B or cover:A,B, not '\(text)'")
        }
        values = words[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        self.kind = kind
        guard (2...8).contains(values.count), Set(values).count == values.count else {
            throw ValidationError(
                "--variants compares two to eight different values, such as look:warm-cafe,none")
        }
        for value in values {
            guard let setting = setting(value) else {
                throw ValidationError("--variants: '\(value)' is no \(kind.rawValue)")
            }
            if let mistake = setting.mistake { throw ValidationError(mistake) }
        }
    }

    /// A variant as a setting, which overrides a preset; nil if it is not of the kind.
    func setting(_ value: String) -> PresetSetting? {
        let origin = PresetSetting.Origin.flag("--variants")
        guard !value.isEmpty else { return nil }
        switch kind {
        case .look: return PresetSetting(.look, .text(value), origin)
        case .music:
            let isWord = ["auto", "none"].contains(value)
            let path = PlannedPath(FilePath(bytes: RawArguments.bytes(of: value)))
            return PresetSetting(.musicFile, isWord ? .text(value) : .path(path), origin)
        case .length:
            return MediaTime(parsing: value).map { PresetSetting(.lengths, .list([.time($0)]), origin) }
        case .cover:
            return TrimOptions.CoverWord(argument: value).map { PresetSetting(.cover, $0.value, origin) }
        }
    }

    /// The part of a variant in the names of its outputs; "" where their length says it.
    func word(_ value: String) -> String {
        guard kind != .length else { return "" }
        let name = kind == .music ? value.split(separator: "/").last?.prefix { $0 != "." } : value[...]
        return String((name ?? "").map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
    }

    /// The experiment that an output belongs to: equal for all of its variants, whenever they are made.
    func experiment(_ value: String, of request: TrimRequest, _ clip: String, brand: String)
        -> PlannedPost.Experiment
    {
        let length = kind == .length ? "" : request.part.length?.text ?? ""
        let facts = [clip, brand, kind.rawValue, length, request.finish.platformWord] + values.sorted()
        var generator = SeededGenerator(seed: 0, name: facts.joined(separator: "\n"))
        let digits = String(generator.next() >> 32, radix: 16)
        return .init(id: String(repeating: "0", count: 8 - digits.count) + digits, kind: kind, variant: value)
    }
}

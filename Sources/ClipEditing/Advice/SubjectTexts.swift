package import ClipCore
internal import ClipMedia
internal import Recommendation
internal import SystemLibrary
package import SystemPackage

/// Finds what is said about a clip: by `--about`, `NAME.txt` and captions next to it, its title, its name and
/// the preset.
package struct SubjectTexts {
    /// The texts, most trusted first.
    let texts: [SubjectText]
    /// What the user says about this clip, else its title or name, for a caption; nil for a camera's name.
    let body: String?

    private static let mostBytes: Int64 = 1 << 16

    /// Files next to a clip that are read.
    package static func files(of source: FilePath) -> [FilePath] {
        [source.beside(".txt")] + CaptionFiles(beside: source).paths
    }

    /// Values of `{about}` in output names: what the user says about each clip, as words joined by hyphens.
    ///
    /// - Throws: if `NAME.txt` exists, but is not text.
    package static func words(_ sources: [FilePath], for work: JobTemplate) throws(Failure)
        -> [FilePath: String]
    {
        guard work.settings.namesSubject else { return [:] }
        var values: [FilePath: String] = [:]
        for source in sources {
            let typed = work.settings.isAboutTyped ? work.settings.about : nil
            let said = if let typed { typed } else { try note(source.beside(".txt")) ?? work.settings.about }
            let plain = (said ?? "").split(whereSeparator: \.isWhitespace).filter { $0.first != "#" }
            values[source] = joined(plain.joined(separator: " ").split { !$0.isLetter && !$0.isNumber })
        }
        return values
    }

    /// The first words, at most 60 bytes; nil without any.
    private static func joined(_ words: [Substring]) -> String? {
        let name = words.reduce(into: "") { name, word in
            let longer = name.isEmpty ? String(word) : "\(name)-\(word)"
            if longer.utf8.count <= 60 { name = longer }
        }
        return name.isEmpty ? nil : name
    }

    /// - Parameters:
    ///   - title: the clip's title tag.
    ///   - spoken: the text of its subtitle track; counts if there is no file with captions.
    ///   - cameraWords: first words of names that cameras give.
    /// - Throws: if `NAME.txt` exists, but is not text.
    init(
        of source: FilePath, title: String?, spoken: String? = nil, _ settings: Preset,
        cameraWords: Set<String>
    ) throws(Failure) {
        var texts: [SubjectText] = []
        let typed = settings.isAboutTyped ? settings.about : nil
        let said = if let typed { typed } else { try Self.note(source.beside(".txt")) }
        if let said { texts.append(SubjectText(.about, said)) }
        let title = title.flatMap { $0.isEmpty ? nil : $0 }
        if let title { texts.append(SubjectText(.title, title)) }
        let name = String(decoding: source.stemAndExtension.stem, as: UTF8.self)
        let words = name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        let isCameras = words.first.map { cameraWords.contains($0.lowercased().filter(\.isLetter)) } ?? true
        let isNamed = !isCameras && words.contains { $0.count > 2 && $0.allSatisfy(\.isLetter) }
        if isNamed { texts.append(SubjectText(.name, name)) }
        let languages = settings.subtitleLanguages
        let file =
            settings.captionsFile?.path ?? CaptionFiles(beside: source, languages: languages).paths.first
        let read = file.flatMap { try? CaptionReader.captions($0).text } ?? spoken
        if let read { texts.append(SubjectText(.captions, read)) }
        if typed == nil, let about = settings.about { texts.append(SubjectText(.brand, about)) }
        self.texts = texts
        let plain = words.filter { !$0.allSatisfy(\.isNumber) }.joined(separator: " ")
        let readable = isNamed ? plain.prefix(1).uppercased() + plain.dropFirst() : nil
        body = said ?? settings.about ?? title ?? readable
    }

    /// The text of `NAME.txt`; nil if there is none, or it is empty.
    private static func note(_ path: FilePath) throws(Failure) -> String? {
        guard exists(path) else { return nil }
        let file = try SourceFile.open(path)
        guard file.sizeBytes <= mostBytes,
            let text = PlainText.read(try file.bytes(at: 0, count: Int(file.sizeBytes))), !text.contains("\0")
        else {
            throw Failure(
                .unusable, path, "it is not a text in UTF-8 of up to 64 kB",
                hint: "it says what the clip of its name is about: write it with a text editor, or rename it")
        }
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        let end = lines.joined(separator: "\n")
        return end.contains { !$0.isWhitespace } ? end : nil
    }
}

private func exists(_ path: FilePath) -> Bool { path.withPlatformString { access($0, R_OK) } == 0 }

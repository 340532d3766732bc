internal import ClipCore

/// Finds the subject of texts with the table's topics.
struct SubjectReader {
    /// A topic's place in the table, and the languages in which a term means it.
    private struct Meaning {
        let topic: Int
        var languages: Set<String>
    }

    private let table: HashtagTable
    private let meanings: [String: [Meaning]]

    init(_ table: HashtagTable) {
        self.table = table
        var meanings: [String: [Meaning]] = [:]
        for (place, topic) in table.topics.enumerated() {
            for (language, terms) in topic.words {
                for term in terms {
                    if let known = meanings[term]?.firstIndex(where: { $0.topic == place }) {
                        meanings[term]?[known].languages.insert(language)
                    } else {
                        meanings[term, default: []].append(Meaning(topic: place, languages: [language]))
                    }
                }
            }
        }
        self.meanings = meanings
    }

    /// The subject by the most trusted texts in which anything is recognised.
    func subject(of texts: [SubjectText], in region: String?, city: String?) -> ClipSubject {
        let levels: [[SubjectText.Source]] = [[.about], [.title, .name], [.captions], [.brand]]
        var subject = ClipSubject()
        for level in levels {
            for text in texts where level.contains(text.source) { read(text, into: &subject) }
            if subject.isKnown { break }
        }
        subject.rank(table)
        subject.city = self.city(named: city, in: texts, region)
        return subject
    }

    private func read(_ text: SubjectText, into subject: inout ClipSubject) {
        var words = WordForms.words(text.text)
        // A camera's name and the number behind it.
        if text.source == .name, let first = words.first?.word, isIn(.camera, first) { words = [] }
        var votes = ["en": 0, "id": 0]
        var (unknown, place) = ([String](), 0)
        while place < words.count {
            if let (term, length, found) = longestTerm(words, at: place) {
                for (number, meaning) in found.enumerated() {
                    subject.add(
                        term, meaning.languages, topic: meaning.topic, isLater: number > 0,
                        isLong: length > 1)
                }
                let languages = found.reduce(into: Set<String>()) { $0.formUnion($1.languages) }
                if languages.count == 1, let one = languages.first { votes[one, default: 0] += 1 }
                place += length
                continue
            }
            let (word, isTag) = words[place]
            place += 1
            if isTag { subject.tags.append(word) }
            let (isEnglish, isIndonesian) = (isIn(.english, word), isIn(.indonesian, word))
            if isEnglish { votes["en", default: 0] += 2 }
            if isIndonesian { votes["id", default: 0] += 2 }
            if !isTag, !isEnglish, !isIndonesian { unknown.append(word) }
        }
        let (en, id) = (votes["en"] ?? 0, votes["id"] ?? 0)
        subject.language = subject.language ?? (en > id ? "en" : id > en ? "id" : nil)
        if text.source == .captions { subject.keepRepeated() }
        // Words of an unknown language cannot be told from its particles.
        if text.source == .about, subject.language != nil || words.count <= 3 {
            subject.words += unknown.filter { isNoun($0, subject.language) }
        }
    }

    private func isIn(_ list: HashtagTable.List, _ word: String) -> Bool {
        table.lists[list]?.contains(word) ?? false
    }

    /// The longest known term that starts at a word: up to three words.
    private func longestTerm(_ words: [(word: String, isTag: Bool)], at place: Int)
        -> (term: String, length: Int, [Meaning])?
    {
        for length in [3, 2, 1] where place + length <= words.count {
            let start = words[place..<place + length - 1].map { $0.word + " " }.joined()
            for stem in WordForms.stems(words[place + length - 1].word) {
                if let found = meanings[start + stem] { return (start + stem, length, found) }
            }
        }
        return nil
    }

    /// Whether an unlisted word can stand as a tag: no verb form, letters of a script with word borders.
    private func isNoun(_ word: String, _ language: String?) -> Bool {
        guard (4...20).contains(word.count), word.allSatisfy({ $0.isLetter && $0.isCased }) else {
            return false
        }
        switch language {
        case "en": return !["ing", "ed", "y"].contains(where: word.hasSuffix)
        case "id": return !["me", "di", "ber", "ter"].contains { word.hasPrefix($0) && word.count > 6 }
        default: return true
        }
    }

    /// The topics that the words of a tag point to, in these languages.
    func topics(of words: [String], in languages: Set<String>) -> Set<String> {
        var found: Set<String> = []
        let all = words.map { (word: $0, isTag: false) }
        for place in all.indices {
            guard let (_, _, meanings) = longestTerm(all, at: place) else { continue }
            for meaning in meanings where !meaning.languages.isDisjoint(with: languages) {
                found.insert(table.topics[meaning.topic].id)
            }
        }
        return found
    }

    /// The city by name, else one that a text names; the brand's region first.
    private func city(named name: String?, in texts: [SubjectText], _ region: String?)
        -> ClipSubject.City?
    {
        let regions = table.regions.filter { region == nil || $0.id == region?.uppercased() }
        for text in [name].compactMap({ $0 }) + texts.filter({ $0.source != .captions }).map(\.text) {
            let joined = " " + WordForms.words(text).map(\.word).joined(separator: " ") + " "
            for region in regions {
                for (tag, names) in region.cities
                where names.contains(where: { joined.contains(" \($0) ") }) || name == tag && text == name {
                    return ClipSubject.City(
                        tag: tag, prefixes: region.prefixes, language: region.language)
                }
            }
        }
        return name.map { ClipSubject.City(tag: HashtagPool.plain($0), prefixes: [:]) }
    }
}

internal import ClipCore

/// Finds the subject of texts with the table's topics.
struct SubjectReader {
    /// A topic's place in the table, its term, and the languages in which a form of that means it.
    private struct Meaning {
        let topic: Int
        let term: String
        var languages: Set<String>
    }

    private let table: HashtagTable
    private let meanings: [String: [Meaning]]
    /// Words of names of cities.
    private let places: Set<String>

    init(_ table: HashtagTable) {
        self.table = table
        let terms = Set(table.topics.flatMap { $0.words.values.joined() })
        var meanings: [String: [Meaning]] = [:]
        for (place, topic) in table.topics.enumerated() {
            for (language, words) in topic.words {
                for term in words {
                    for form in WordForms.forms(of: term, in: language)
                    where form == term || !terms.contains(form) {
                        if let known = meanings[form]?.firstIndex(where: { $0.topic == place }) {
                            meanings[form]?[known].languages.insert(language)
                        } else {
                            meanings[form, default: []].append(
                                Meaning(topic: place, term: term, languages: [language]))
                        }
                    }
                }
            }
        }
        self.meanings = meanings
        let names = table.regions.flatMap { $0.cities.flatMap(\.names) }
        places = Set(names.flatMap { $0.split(separator: " ").map(String.init) })
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
        subject.harm = harm(in: texts)
        subject.city = self.city(named: city, in: texts, region)
        return subject
    }

    private func read(_ text: SubjectText, into subject: inout ClipSubject) {
        var words = WordForms.words(text.text)
        // A camera's name and the number behind it.
        if text.source == .name, let first = words.first?.word, isIn(.camera, first) { words = [] }
        let language = language(of: words)
        subject.language = subject.language ?? language
        subject.said += words.flatMap { $0.isJoined ? [$0.word] : ["", $0.word] }
        var (unknown, place) = ([String](), 0)
        while place < words.count {
            if let (length, found) = longestTerm(words, at: place, language) {
                for (number, meaning) in found.enumerated() {
                    subject.add(
                        meaning.term, meaning.languages, topic: meaning.topic, isLater: number > 0,
                        isLong: length > 1)
                }
                place += length
                continue
            }
            let (word, isTag) = (words[place].word, words[place].isTag)
            place += 1
            if isTag { subject.tags.append(word) }
            if !isTag, !isIn(.english, word), !isIn(.indonesian, word), !places.contains(word) {
                unknown.append(word)
            }
        }
        if text.source == .captions { subject.keepRepeated() }
        // Words of an unknown language cannot be told from its particles.
        if text.source == .about, language != nil || words.count <= 3 {
            subject.words += unknown.filter { isNoun($0, language) }
        }
    }

    /// The language of most words that belong to one; nil for none.
    private func language(of words: [WordForms.Word]) -> String? {
        var votes = ["en": 0, "id": 0]
        var place = 0
        while place < words.count {
            let found = longestTerm(words, at: place, nil)
            let languages = (found?.1 ?? []).reduce(into: Set<String>()) { $0.formUnion($1.languages) }
            if languages.count == 1, let one = languages.first { votes[one, default: 0] += 1 }
            if isIn(.english, words[place].word) { votes["en", default: 0] += 2 }
            if isIn(.indonesian, words[place].word) { votes["id", default: 0] += 2 }
            if found == nil, Self.englishLetters.contains(where: words[place].word.contains) {
                votes["en", default: 0] += 1
            }
            place += found?.length ?? 1
        }
        let (en, id) = (votes["en"] ?? 0, votes["id"] ?? 0)
        return en > id ? "en" : id > en ? "id" : nil
    }

    /// Letters that hardly an Indonesian word has.
    private static let englishLetters = ["th", "ck", "ee", "oo", "ll", "ss", "tt", "pp", "ff", "wh", "gh"]

    /// A word or several that say that somebody came to harm. Captions have to say so twice.
    private func harm(in texts: [SubjectText]) -> String? {
        let harmful = (table.lists[.harm] ?? []).union(table.lists[.never] ?? [])
        for text in texts where text.source != .brand {
            let words = WordForms.words(text.text)
            var (place, found) = (0, [String]())
            while place < words.count {
                let longest = phrase(words, at: place) { harmful.contains($0) || isIn(.idioms, $0) }
                if let longest, harmful.contains(longest.text) { found.append(longest.text) }
                let word = words[place]
                if word.isTag { found += harmful.filter { $0.count > 5 && word.word.contains($0) }.sorted() }
                place += longest?.length ?? 1
            }
            if found.count > (text.source == .captions ? 1 : 0) { return found[0] }
        }
        return nil
    }

    private func isIn(_ list: HashtagTable.List, _ word: String) -> Bool {
        table.lists[list]?.contains(word) ?? false
    }

    /// The longest known term or idiom that starts at a word, up to three words; an idiom has no meaning here.
    private func longestTerm(_ words: [WordForms.Word], at place: Int, _ language: String?)
        -> (length: Int, [Meaning])?
    {
        phrase(words, at: place) { meanings[$0] != nil || isIn(.idioms, $0) }.map { text, length in
            let found = meanings[text] ?? []
            // A short word of the other language is another word: Indonesian "cat" is paint.
            return (length, found.filter { text.count > 3 || language.map($0.languages.contains) ?? true })
        }
    }

    /// The longest of up to three words that a list has.
    private func phrase(_ words: [WordForms.Word], at place: Int, _ isKnown: (String) -> Bool)
        -> (text: String, length: Int)?
    {
        for length in [3, 2, 1] where place + length <= words.count {
            let part = words[place..<place + length]
            let text = part.map(\.word).joined(separator: " ")
            if part.dropFirst().allSatisfy(\.isJoined), isKnown(text) { return (text, length) }
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
        let all = words.map { WordForms.Word(word: $0, isJoined: true) }
        for place in all.indices {
            for meaning in longestTerm(all, at: place, nil)?.1 ?? []
            where !meaning.languages.isDisjoint(with: languages) {
                found.insert(table.topics[meaning.topic].id)
            }
        }
        return found
    }

    /// The city that a text about this clip names, else that of the brand, else one that the brand's text names;
    /// the brand's region first.
    ///
    /// It is said if a text about this clip names it.
    private func city(named name: String?, in texts: [SubjectText], _ region: String?) -> ClipSubject.City? {
        let own = table.regions.filter { $0.id == region?.uppercased() }
        let regions = own + table.regions.filter { $0.id != region?.uppercased() }
        let said = texts.filter { ![.brand, .captions].contains($0.source) }.map(\.text)
        let usual = texts.filter { $0.source == .brand }.map(\.text)
        for text in said + [name].compactMap({ $0 }) + usual {
            for region in regions {
                if let tag = cityTag(in: text, region, isName: text == name) {
                    return ClipSubject.City(
                        tag: tag, prefixes: region.prefixes, language: region.language,
                        isSaid: said.contains(text))
                }
            }
            if text == name { return ClipSubject.City(tag: HashtagPool.plain(text), prefixes: [:]) }
        }
        return nil
    }

    /// The first city of a region that a text names.
    private func cityTag(in text: String, _ region: HashtagTable.Region, isName: Bool) -> String? {
        let words = WordForms.words(text)
        var place = 0
        while place < words.count {
            let tags = { (text: String) in
                region.cities.first { $0.names.contains(text) || isName && $0.tag == text }?.tag
            }
            let found = phrase(words, at: place) { tags($0) != nil || isIn(.idioms, $0) }
            if let found, let tag = tags(found.text) { return tag }
            place += found?.length ?? 1
        }
        return nil
    }
}

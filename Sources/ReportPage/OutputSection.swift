internal import ClipBatch
internal import ClipCore
internal import ClipMedia

/// One output with the decisions made for it.
struct OutputSection {
    struct Fact {
        let factName: String
        let before: String
        let after: String
        let changed: Bool
    }

    struct Choice {
        struct Term {
            let effect: String
            let term: String
        }

        let kind: String
        let choiceName: String
        var note: String?
        var terms: [Term] = []
    }

    let outputName: String
    let fileName: String
    /// Relative to the page; nil for an output that is only planned.
    let link: String?
    let what: String
    /// The names of the platforms that it is for.
    let targets: [String]
    let poster: Thumbnail?
    let lastFrames: Thumbnail?
    /// Eight frames of a part that is only planned.
    let moving: Thumbnail?
    let isPlanned: Bool
    let facts: [Fact]
    let choices: [Choice]
    let caption: String?
    let hashtags: String?
    let deviations: [String]
    let reasons: [String]
    let length: MediaTime
    let sizeBytes: Int64?
    let plan: Plan
    let loudness: Double?

    /// - Parameter report: what is known of the finished file, also from an earlier run; nil for a plan.
    init(_ output: OutputStills, of source: ClipFacts, _ report: Report?, _ page: PageText) {
        plan = report?.plan ?? output.plan
        let path = output.plan.output.file.path
        (outputName, fileName) = (path.text, FilePath(bytes: path.nameBytes).text)
        link = output.facts == nil ? nil : page.link(path)
        isPlanned = output.facts == nil
        (poster, lastFrames) = (output.cover, isPlanned ? nil : output.strip)
        moving = isPlanned ? output.strip : nil
        (length, sizeBytes) = (plan.length, output.facts?.sizeBytes)
        targets = (plan.delivery?.platforms ?? []).map(page.platformName)
        let messages = page.messages
        let segments: Phrase? = plan.pieces.map { "\($0.count) segments" }
        what = [segments.map(messages.text), plan.window.text].compactMap { $0 }.joined(separator: " · ")
        var known = output.facts
        if let loudness = report?.proof.loudness { known?.loudness = loudness }
        if let truePeak = report?.proof.truePeak { known?.truePeak = truePeak }
        loudness = known?.loudness
        facts = known.map { Self.facts(source, $0, messages) } ?? []
        choices = Self.choices(plan, messages)
        caption = plan.post?.caption.isEmpty == false ? plan.post?.caption : nil
        let tags = plan.post?.hashtags.map { "#\($0)" } ?? []
        hashtags = tags.isEmpty ? nil : tags.joined(separator: " ")
        deviations = (report?.changes ?? []).map(messages.text(of:))
        let sentences =
            (plan.rating.map { ["picture and sound: \($0.hundredths) of 1"] } ?? []) + plan.reasons
            + (report?.cover?.reasons.map { "cover: \($0)" } ?? [])
        reasons = sentences.map(messages.list(of:))
    }

    private static func facts(_ before: ClipFacts, _ after: ClipFacts, _ messages: Messages) -> [Fact] {
        let rows: [(Phrase, (ClipFacts) -> String?)] = [
            ("Length", { "\($0.duration.text) s" }), ("Picture", { $0.size?.text }),
            ("Frame rate", { $0.frameRateText }), ("Video", \.videoCodec), ("Sound", \.audioCodec),
            ("Loudness", { $0.loudness.map { "\($0.hundredths) LUFS" } }),
            ("True peak", { $0.truePeak.map { "\($0.hundredths) dBTP" } }), ("Container", \.container),
            ("Size", { $0.sizeBytes.shownBytes }),
        ]
        return rows.compactMap { name, text in
            let (old, new) = (text(before), text(after))
            guard old != nil || new != nil else { return nil }
            return Fact(
                factName: messages.text(name), before: old ?? "–", after: new ?? "–",
                changed: new != nil && old != new)
        }
    }

    private static func choices(_ plan: Plan, _ messages: Messages) -> [Choice] {
        var choices: [Choice] = []
        let post = plan.post
        if let music = post?.music {
            choices.append(
                choice(
                    messages, messages.text("Music"), music, note: [post?.licence, post?.attribution]))
        } else if let music = plan.mix?.music {
            choices.append(
                Choice(
                    kind: messages.text("Music"),
                    choiceName: FilePath(bytes: music.file.path.nameBytes).text))
        }
        if let look = post?.look {
            choices.append(choice(messages, messages.text("Look"), look, note: []))
        } else if let look = plan.picture?.look {
            choices.append(Choice(kind: messages.text("Look"), choiceName: look.name, note: look.summary))
        }
        return choices
    }

    private static func choice(
        _ messages: Messages, _ kind: String, _ chosen: PlannedPost.Choice, note: [String?]
    ) -> Choice {
        let notes = (chosen.why ?? []) + note.compactMap { $0 }
        return Choice(
            kind: kind, choiceName: chosen.name, note: notes.isEmpty ? nil : notes.joined(separator: " · "),
            terms: chosen.reasons.map {
                .init(
                    effect: $0.effect.signedHundredths,
                    term: "\(kind), \(messages.list(of: "\($0.factor): \($0.note)"))")
            })
    }
}

extension ClipFacts {
    fileprivate var frameRateText: String? {
        frameRate.map { rate in
            let text = MediaTime(ticks: Int64((rate * 1000).rounded()), timescale: 1000).text
            return hasVariableRate ? "about \(text), varying" : text
        }
    }
}

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
    let what: String
    let poster: Thumbnail?
    let lastFrames: Thumbnail?
    let facts: [Fact]
    let choices: [Choice]
    let caption: String?
    let deviations: [String]
    let reasons: [String]

    init(_ output: OutputStills, of source: ClipFacts, _ report: Report?) {
        let plan = output.plan
        outputName = plan.output.file.path.text
        (poster, lastFrames) = (output.cover, output.strip)
        what = Self.summary(plan, report)
        facts = output.facts.map { Self.facts(source, $0) } ?? []
        choices = Self.choices(plan)
        caption = plan.post?.caption.isEmpty == false ? plan.post?.caption : nil
        deviations = report?.changes ?? []
        reasons = plan.reasons + (report?.cover?.reasons.map { "cover: \($0)" } ?? [])
    }

    private static func summary(_ plan: Plan, _ report: Report?) -> String {
        var parts = [plan.pieces.map { "\($0.count) pieces between \(plan.window.text)" } ?? plan.window.text]
        if let report {
            parts.append("\(report.copiedFrames) frames copied, \(report.reencodedFrames) re-encoded")
        } else {
            parts.append("finished earlier")
        }
        if let delivery = plan.delivery { parts.append("for \(delivery.name)") }
        return parts.joined(separator: " · ")
    }

    private static func facts(_ before: ClipFacts, _ after: ClipFacts) -> [Fact] {
        let rows: [(String, (ClipFacts) -> String?)] = [
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
                factName: name, before: old ?? "–", after: new ?? "–", changed: new != nil && old != new)
        }
    }

    private static func choices(_ plan: Plan) -> [Choice] {
        var choices: [Choice] = []
        let post = plan.post
        if let music = post?.music {
            choices.append(choice("Music", music, note: [post?.licence, post?.attribution]))
        } else if let music = plan.mix?.music {
            choices.append(
                Choice(
                    kind: "Music", choiceName: FilePath(bytes: music.file.path.nameBytes).text,
                    note: "from \(music.from.text) s of the file"))
        }
        if let look = post?.look {
            choices.append(choice("Look", look, note: []))
        } else if let look = plan.picture?.look {
            choices.append(Choice(kind: "Look", choiceName: look.name, note: look.summary))
        }
        if let tags = post?.hashtags, !tags.isEmpty {
            choices.append(
                Choice(kind: "Hashtags", choiceName: tags.map { "#\($0)" }.joined(separator: " ")))
        }
        return choices
    }

    private static func choice(_ kind: String, _ chosen: PlannedPost.Choice, note: [String?]) -> Choice {
        let score = chosen.reasons.isEmpty ? "named by you" : "score \(chosen.score.hundredths)"
        return Choice(
            kind: kind, choiceName: chosen.name,
            note: ((chosen.why ?? []) + [score] + note.compactMap { $0 }).joined(separator: " · "),
            terms: chosen.reasons.map {
                .init(effect: $0.effect.signedHundredths, term: "\($0.factor): \($0.note)")
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

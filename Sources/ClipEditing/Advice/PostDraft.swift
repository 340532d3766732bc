internal import ClipCore
internal import Foundation
internal import Recommendation

/// Drafts the text of a post.
struct PostDraft {
    let settings: Preset
    let brand: Brand
    /// The platforms' limit in UTF-16 units.
    let limit: Int

    /// The caption: the preset's template, or the description, with hashtags, note and credits.
    func caption(_ body: String?, _ hashtags: [Suggestion], attribution: String?) -> String {
        CaptionDraft(
            body: self.body(body), hashtags: hashtags, note: brand.note,
            attributions: [attribution].compactMap { $0 }, limit: limit
        ).text
    }

    private func body(_ about: String?) -> String {
        let words = brand.name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        let shown = words.joined(separator: " ")
        let text = about.map(Self.withoutTags).flatMap { $0.isEmpty ? nil : $0 }
        guard let template = settings.captionTemplate else { return text ?? shown }
        if template.contains("{about}"), text == nil { return shown }
        return template.replacing("{about}", with: text ?? "").replacing("{city}", with: brand.city ?? "")
            .replacing("{brand}", with: shown)
    }

    /// Hashtags of the description come with the others.
    private static func withoutTags(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.split(separator: " ").filter { !($0.first == "#" && $0.count > 1) }.joined(separator: " ")
        }.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

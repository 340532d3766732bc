package import ClipCore
internal import Presets

extension Messages {
    /// The sentences for people who read a language, as in `audience.language`; English where there is no translation.
    package static func of(_ language: String?) -> Messages {
        language.map(LanguageCode.short) == "id" ? Messages(Presets.messagesID) : .english
    }
}

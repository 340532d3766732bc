package import ClipCore
internal import Presets

extension Messages {
    /// The sentences for people who read a language, as in `audience.language`; English where there is no translation.
    package static func of(_ language: String?) throws(ConfigurationError) -> Messages {
        language.map(LanguageCode.short) == "id"
            ? try Messages(Presets.messagesID, file: "built-in/messages_id.yaml") : .english
    }
}

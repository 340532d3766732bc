/// Locked fields: what a preset locks, neither one that builds on it nor a flag may change.
extension Preset {
    /// Locks the disclosure of a paid partnership: no preset that builds on this one may remove it.
    mutating func lockDisclosure(said file: PresetFile) {
        guard texts(.disclosureLabels)?.contains("paid-partnership") == true else { return }
        for field in [PresetField.disclosureLabels, .disclosureWords] where locks[field] == nil {
            let place = file.settings.first { $0.field == .disclosureLabels }?.place
            guard let place else { continue }
            locks[field] = Lock(preset: file.name, file: file.file, place: place)
        }
    }

    func objection(to change: PresetSetting) -> ConfigurationProblem? {
        for field in [change.field, change.field.rival].compactMap({ $0 }) {
            guard let lock = locks[field] else { continue }
            let isSame = field == change.field && settings[field]?.value == change.value
            let isIdleRival = field != change.field && settings[change.field]?.value == change.value
            if isSame || isIdleRival { continue }
            let stays = settings[field].map { ": it stays \($0.value.shown)" } ?? ": it stays unset"
            switch change.origin {
            case .flag(let flag):
                return ConfigurationProblem(
                    lock.file, line: lock.place.line, column: lock.place.column, key: field.key,
                    "\(flag) cannot change '\(field.key)', which the preset '\(lock.preset)' locks\(stays)",
                    hint: "leave \(flag) out, or use another preset")
            case .preset(_, let file, let place):
                return ConfigurationProblem(
                    file, line: place.line, column: place.column, key: change.field.key,
                    "'\(field.key)' is locked by the preset '\(lock.preset)' "
                        + "(\(lock.file):\(lock.place.line))\(stays)",
                    hint: "leave it out, or do not extend '\(lock.preset)'")
            }
        }
        return nil
    }
}

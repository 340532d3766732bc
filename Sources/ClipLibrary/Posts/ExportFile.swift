public import ClipCore
internal import Platform
internal import SystemLibrary

/// Facts of an export's file.
public enum ExportFile {
    /// Date of its last change, in UTC; nil for standard input.
    public static func changed(_ path: FilePath) -> CalendarDay? {
        var facts = stat()
        guard path != "-", path.withPlatformString({ stat($0, &facts) }) == 0 else { return nil }
        return CalendarDay(number: facts.modified.tv_sec / 86_400)
    }

    /// Its absolute path, under which it is stored.
    public static func place(_ path: FilePath) -> String {
        guard path != "-", path.isRelative else { return path.string }
        var name = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard getcwd(&name, name.count) != nil else { return path.string }
        return FilePath(platformString: name).pushing(path).lexicallyNormalized().string
    }
}

internal import Mustache
internal import SystemLibrary

/// The manual pages of a program, made of its own help: one of the program, and one for each of its verbs.
public struct ManualPages {
    /// One page.
    public struct Page: Sendable {
        /// The file's name, e.g. `clipfit-trim.1`.
        public let fileName: String
        /// For `man`: roff with the macros of man(7).
        public let text: String
    }

    /// All pages, the program's own first.
    public let pages: [Page]

    /// - Parameters:
    ///   - help: what the program prints for `--experimental-dump-help`.
    ///   - version: the program's.
    /// - Throws: where the help is none.
    public init(help: String, version: String) throws {
        MustacheContentTypes.register(RoffEscaping(), named: RoffEscaping.name)
        let template = try MustacheTemplate(
            string: String(decoding: PackageResources.page_mustache, as: UTF8.self))
        let root = try JSONDecoder().decode(CommandHelp.Dump.self, from: Data(help.utf8)).command
        let names = [root.commandName] + root.shownVerbs.map { "\(root.commandName)-\($0.commandName)" }
        pages =
            ([ManualText(root, of: nil, version, names)]
            + root.shownVerbs.map { ManualText($0, of: root.commandName, version, names) }).map {
                Page(fileName: "\($0.page).1", text: template.render($0))
            }
    }
}

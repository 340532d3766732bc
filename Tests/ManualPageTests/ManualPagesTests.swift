import ManualPage
import Testing

@Suite struct ManualPagesTests {
    private let help = #"""
        {"serializationVersion": 0, "command": {"commandName": "clipfit", "abstract": "Trim video.", "arguments": [],
         "subcommands": [
          {"commandName": "_hidden", "shouldDisplay": false},
          {"commandName": "trim", "abstract": "Cut 'clips' \\ well.", "discussion": ".TH is no macro here.", "arguments": [
           {"kind": "positional", "shouldDisplay": true, "isOptional": false, "isRepeating": true, "valueName": "files", "abstract": "The clips."},
           {"kind": "option", "shouldDisplay": true, "isOptional": true, "isRepeating": false, "valueName": "length",
            "names": [{"kind": "long", "name": "length"}, {"kind": "short", "name": "l"}], "abstract": "Seconds.", "defaultValue": "15"},
           {"kind": "flag", "shouldDisplay": true, "isOptional": true, "isRepeating": false, "names": [{"kind": "long", "name": "tags"}], "abstract": "Keep tags."},
           {"kind": "flag", "shouldDisplay": true, "isOptional": true, "isRepeating": false, "names": [{"kind": "long", "name": "no-tags"}], "abstract": "Keep tags."}]}]}}
        """#

    @Test func `the program and each verb that is shown have a page`() throws {
        let pages = try ManualPages(help: help, version: "1.2").pages
        #expect(pages.map(\.fileName) == ["clipfit.1", "clipfit-trim.1"])
        for page in pages {
            for section in ["NAME", "SYNOPSIS", "EXIT STATUS", "FILES", "EXAMPLES", "SEE ALSO"] {
                #expect(page.text.contains("\n.SH \(section)\n"), "\(section)")
            }
        }
        #expect(pages[0].text.contains("\n\\fBtrim\\fR\nCut"))
        #expect(pages[0].text.contains("\\fBclipfit\\-trim\\fR(1)\n"))
    }

    @Test func `options are told with names, values and defaults, and text is no macro`() throws {
        let page = try ManualPages(help: help, version: "1.2").pages[1].text
        #expect(
            page.contains(".TP\n\\fB\\-l\\fR, \\fB\\-\\-length\\fR \\fIlength\\fR\nSeconds. Default: 15.\n"))
        #expect(page.contains(".TP\n\\fB\\-\\-tags\\fR, \\fB\\-\\-no\\-tags\\fR\nKeep tags.\n.SH"))
        #expect(page.contains("\n\\fBclipfit trim\\fR [\\fIoptions\\fR] \\fIfiles\\fR...\n"))
        #expect(page.contains("\n\\&.TH is no macro here.\n"))
        #expect(page.contains("\\- Cut \\(aqclips\\(aq \\e well\n"))
        #expect(page.hasPrefix(".TH CLIPFIT\\-TRIM 1 \"\" \"clipfit 1.2\""))
    }
}

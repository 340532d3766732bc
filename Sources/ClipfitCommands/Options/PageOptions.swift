internal import ArgumentParser

/// The page about a batch.
struct PageOptions: ParsableArguments {
    @Option(
        help:
            "Write one HTML page for clients: posts, captions, music and its licences; with --dry-run a page to approve."
    )
    var report: FileArgument?

    @Option(help: "Title of the page (default: the brands' names).") var reportTitle: String?

    @Option(help: "A logo on the page: PNG, JPEG or WebP.") var reportLogo: FileArgument?

    func validate() throws {
        if report == nil, reportTitle != nil || reportLogo != nil {
            throw ValidationError(
                "\(reportTitle == nil ? "--report-logo" : "--report-title") is for --report")
        }
    }
}

internal import SystemPackage

/// `clipfit.error/1`: one failure, for scripts.
struct ErrorJSON: Encodable {
    let code: String
    let exit: Int32
    let message: String
    @Nullable var hint: String?
    @Nullable var path: String?
    var pathBytes: String?

    /// - Parameter path: the file that the failure is about; nil for a mistake in the command.
    init(code: String, exit: Int32, message: String, hint: String?, path: FilePath? = nil) {
        (self.code, self.exit, self.message, self.hint) = (code, exit, message, hint)
        let shown = path.map(JSONPath.init)
        self.path = shown?.text
        pathBytes = shown?.bytes
    }

    /// The line.
    var text: String { Output.jsonText("clipfit.error/1", self) + "\n" }

    func tell() { Console.json("clipfit.error/1", self) }
}

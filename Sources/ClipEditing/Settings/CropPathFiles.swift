package import ClipCore
internal import ClipMedia
internal import SystemLibrary
package import SystemPackage

/// The file of `--crop-path`: what it says is obeyed; where it is not there yet, what was found is written to it.
package struct CropPathFiles {
    package let file: FilePath
    private let path: CropPath?

    /// - Throws: `ConfigurationError` for a file that is wrong (78), with the place.
    package init(_ file: FilePath) throws {
        self.file = file
        path =
            file.withPlatformString { access($0, F_OK) } == 0
            ? try CropPathFile.read(try UserFolder.contents(of: file), file: file.shown) : nil
    }

    /// The work with its crop where the file says.
    ///
    /// - Throws: where it cannot be for what is asked.
    package func obeyed(by work: JobTemplate, sources: Int) throws -> JobTemplate {
        guard sources == 1, work.requests.count == 1 else {
            throw UsageError("--crop-path is for one clip and one output")
        }
        guard work.settings.reframe == nil else {
            throw UsageError("--crop-path is for --reframe auto")
        }
        guard work.requests[0].finish.hasShape else {
            throw UsageError("--crop-path is for another shape: --for, --aspect or --size")
        }
        return path.map { work.following($0) } ?? work
    }

    /// Writes the crop of an output that was made, unless it was read.
    ///
    /// - Returns: false where there was none to write, as the picture is not cropped.
    package func keep(_ results: [Result<Report, Failure>]) throws(Failure) -> Bool {
        guard path == nil, case .success(let report)? = results.first else { return true }
        return try CropPathOutput(file).write(report.plan)
    }
}

package import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// The file of `--crop-path`: read if it exists, otherwise written with the detected crop.
package struct CropPathFiles {
    package let file: FilePath
    private let path: CropPath?

    /// - Throws: `ConfigurationError` (78), with the position, for an invalid file.
    package init(_ file: FilePath) throws {
        self.file = file
        path =
            file.withPlatformString { access($0, F_OK) } == 0
            ? try CropPathFile.read(try UserFolder.contents(of: file), file: file.shown) : nil
    }

    /// The job with its crop from the file. Throws if `--crop-path` does not fit the job.
    package func obeyed(by work: JobTemplate, sources: Int) throws -> JobTemplate {
        guard sources == 1, work.requests.count == 1 else {
            throw UsageError("--crop-path is for one clip and one output")
        }
        guard work.settings.reframe == nil else { throw UsageError("--crop-path is for --reframe auto") }
        guard work.requests[0].finish.hasShape else {
            throw UsageError("--crop-path is for another shape: --for, --aspect or --size")
        }
        return path.map { work.following($0) } ?? work
    }

    /// Writes the crop of a finished output, unless the file was read.
    ///
    /// - Returns: false if the picture is not cropped, so that there was none to write.
    package func keep(_ results: [Result<Report, Failure>]) throws(Failure) -> Bool {
        guard path == nil, case .success(let report)? = results.first else { return true }
        return try CropPathOutput(file).write(report.plan)
    }
}

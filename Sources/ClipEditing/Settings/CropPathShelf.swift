internal import ArgumentParser
internal import ClipCore
internal import ClipMedia
internal import Platform
internal import SystemPackage

/// The file of `--crop-path`: what it says is obeyed; where it is not there yet, what was found is written to it.
struct CropPathShelf {
    private let file: FilePath
    private let path: CropPath?

    /// - Throws: `ConfigurationError` for a file that is wrong (78), with the place.
    init(_ file: FilePath) throws {
        self.file = file
        path =
            file.withPlatformString { access($0, F_OK) } == 0
            ? try CropPathFile.read(try UserFolder.contents(of: file), file: file.shown) : nil
    }

    /// The work with its crop where the file says.
    ///
    /// - Throws: where it cannot be for what is asked.
    func obeyed(by work: TrimWork, sources: Int) throws -> TrimWork {
        guard sources == 1, work.requests.count == 1 else {
            throw ValidationError("--crop-path is for one clip and one output")
        }
        guard ["auto", nil].contains(work.settings.text(.reframe)) else {
            throw ValidationError("--crop-path is for --reframe auto")
        }
        guard work.requests[0].finish.hasShape else {
            throw ValidationError("--crop-path is for another shape: --for, --aspect or --size")
        }
        return path.map { work.following($0) } ?? work
    }

    /// Writes the crop of an output that was made, unless it was read.
    func keep(_ results: [Result<Report, MediaError>], _ failures: inout Failures) throws {
        guard path == nil, case .success(let report)? = results.first else { return }
        do throws(MediaError) {
            if try !CropPathOutput(file).write(report.plan) {
                Console.note("\(file.shown): not written, the picture is not cropped")
            }
        } catch { try failures.add(error, of: report.plan.source.file.path) }
    }
}

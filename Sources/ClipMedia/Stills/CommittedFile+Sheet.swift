internal import ClipSignal
internal import LibAV

extension CommittedFile {
    /// Writes a sheet as a PNG file, and gives the file its name.
    consuming func commit(_ sheet: ContactSheet) throws(MediaError) {
        let bytes: [UInt8]
        do throws(AVFailure) {
            bytes = try PNGWriter.file(sheet.pixels, width: sheet.width, height: sheet.height)
        } catch { throw MediaError(writing: path, error) }
        try write(bytes)
        try commit()
    }
}

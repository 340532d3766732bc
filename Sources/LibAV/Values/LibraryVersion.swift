internal import CFFmpeg

/// The FFmpeg that runs.
public enum LibraryVersion {
    /// As its makers name it, e.g. `5.1.6-0+deb12u1`.
    public static var text: String { String(cString: av_version_info()) }
}

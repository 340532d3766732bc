internal import CFFmpeg

/// The loaded FFmpeg version.
public enum LibraryVersion {
    /// FFmpeg's version text, e.g. `5.1.6-0+deb12u1`.
    public static var text: String { String(cString: av_version_info()) }
}

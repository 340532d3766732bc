internal import CFFmpeg

/// A channel layout; owns FFmpeg's allocation for custom ones.
struct ChannelLayout: ~Copyable {
    private let pointer: UnsafeMutablePointer<AVChannelLayout>

    /// Copies a layout; one with only a channel count becomes the default of that count.
    init(copying other: inout AVChannelLayout) throws(AVFailure) {
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: AVChannelLayout())
        if other.order == AV_CHANNEL_ORDER_UNSPEC {
            av_channel_layout_default(pointer, other.nb_channels)
        } else {
            try check(av_channel_layout_copy(pointer, &other), "copy a channel layout")
        }
    }

    deinit {
        av_channel_layout_uninit(pointer)
        pointer.deallocate()
    }

    var channels: Int32 { pointer.pointee.nb_channels }

    borrowing func copy(to other: inout AVChannelLayout) throws(AVFailure) {
        try check(av_channel_layout_copy(&other, pointer), "copy a channel layout")
    }
}

// Only what Swift cannot import from FFmpeg, each entry with its reason.
#ifndef CLIPFIT_FFMPEG_H
#define CLIPFIT_FFMPEG_H

#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersrc.h>
#include <libavformat/avformat.h>

// Macros with casts or calls in them, which Swift does not see.
static inline int64_t clipfit_no_time(void) { return AV_NOPTS_VALUE; }
static inline int clipfit_error(int posix) { return AVERROR(posix); }
static inline int clipfit_error_bug(void) { return AVERROR_BUG; }
static inline int clipfit_error_eof(void) { return AVERROR_EOF; }
static inline int clipfit_error_external(void) { return AVERROR_EXTERNAL; }
static inline int clipfit_error_input_changed(void) { return AVERROR_INPUT_CHANGED; }
static inline int clipfit_error_exit(void) { return AVERROR_EXIT; }
static inline int clipfit_error_invalid_data(void) { return AVERROR_INVALIDDATA; }
static inline int clipfit_error_no_decoder(void) { return AVERROR_DECODER_NOT_FOUND; }
static inline int clipfit_error_no_encoder(void) { return AVERROR_ENCODER_NOT_FOUND; }
static inline int clipfit_error_no_filter(void) { return AVERROR_FILTER_NOT_FOUND; }

// `av_log_set_callback` hands over a `va_list`: the line is formatted here and passed on as text.
// The sink may be called from any of FFmpeg's threads.
typedef void (*clipfit_log_sink)(int level, const char *line);
void clipfit_log_install(clipfit_log_sink sink);
// `AV_LOG_ERROR` is a macro.
int clipfit_log_error(void);
// Codecs (x264, x265, SVT-AV1), fontconfig and `assert` print to C's `stderr` past FFmpeg's log: their lines go to
// the sink too from then on. The descriptor 2 stays what it is. Does nothing without glibc, where `stderr` is fixed.
void clipfit_log_take_stderr(void);

// `avio_alloc_context` changed the constness of the writer's buffer in FFmpeg 7, which is a
// different type for a Swift closure.
typedef int (*clipfit_io_transfer)(void *opaque, void *bytes, int count);
typedef int64_t (*clipfit_io_seek)(void *opaque, int64_t offset, int whence);
AVIOContext *clipfit_io_create(int buffer_size, void *opaque, clipfit_io_transfer read,
                               clipfit_io_transfer write, clipfit_io_seek seek);
// `io_open` and `io_close2` of a format context: their signatures differ between FFmpeg 5 and 6.
// After this every secondary open (playlists, data references, fonts) fails.
void clipfit_refuse_opens(AVFormatContext *context);
// A muxer that opens its own file again for reading (to move the index to the front) gets `again`.
void clipfit_answer_opens(AVFormatContext *context, AVIOContext *(*again)(void *opaque), void *opaque);

// What goes with a stream besides its packets moved from AVStream to AVCodecParameters in FFmpeg 6.1.
const int32_t *clipfit_display_matrix(const AVStream *stream);
// The brightest that the content holds (MaxCLL) or else its mastering display shows, in cd/m²; 0 where neither is told.
double clipfit_peak_luminance(const AVStream *stream);
// Dolby Vision's compatibility id: 0 with no ordinary picture below it; -1 without Dolby Vision.
int clipfit_dolby_vision(const AVStream *stream);
// Gives a stream the Dolby Vision of another, which the muxer then writes, or takes it away where `from` is NULL.
int clipfit_set_dolby_vision(AVFormatContext *context, AVStream *stream, const AVStream *from);
int clipfit_set_display_matrix(AVStream *stream, const int32_t matrix[9]);
const void *clipfit_stream_side_data(const AVStream *stream, enum AVPacketSideDataType type, size_t *size);
int clipfit_set_stream_side_data(AVStream *stream, enum AVPacketSideDataType type, const void *data, size_t size);
// HDR10's mastering display (CTA-861.3, ITU-R BT.2035) in x265's words, in fields that are arrays of arrays of
// fractions; the length of the text, 0 where it tells nothing.
int clipfit_mastering_display_text(const void *display, size_t size, char *text, size_t room);
// Likewise the content's brightest pixel and brightest mean of a frame.
int clipfit_light_level_text(const void *light, size_t size, char *text, size_t room);

// True where the Matroska muxer itself shifts time stamps by the codec delay (from FFmpeg 6 on).
int clipfit_matroska_shifts_codec_delay(void);

// SwsContext is opaque up to FFmpeg 7 and a struct from 8 on, its flags macros and then an enum:
// two different types for Swift. Its tables of colours are arrays of four, which Swift sees as pointers.
struct clipfit_picture {
    int width, height, format;
    // `AVColorSpace`, and whether samples use all of their range; -1 to leave both to swscale.
    int matrix, is_full;
};
void *clipfit_scaler_create(struct clipfit_picture from, struct clipfit_picture to);
int clipfit_scaler_run(void *scaler, AVFrame *to, const AVFrame *from);
void clipfit_scaler_free(void *scaler);

// Makes a picture black and lays a smaller one of its format on it. Planes are arrays in a struct, tuples for Swift.
int clipfit_frame_place(AVFrame *to, const AVFrame *from, int x, int y);
// Turns a picture clockwise by 90, 180 or 270 degrees; an error for formats whose chroma is not halved alike both ways.
int clipfit_frame_turn(AVFrame *to, const AVFrame *from, int degrees);
// The display matrix that a decoded picture brings along; NULL where it has none.
const int32_t *clipfit_frame_matrix(const AVFrame *frame);

// Whether the process could have that many more bytes now. `MAP_FAILED` is a macro with a cast.
int clipfit_has_memory(size_t bytes);

// Opaque struct fields that sit in unions or bit-fields, or are renamed between versions.
int clipfit_frame_is_interlaced(const AVFrame *frame);
int64_t clipfit_frame_errors(const AVFrame *frame);
int64_t clipfit_frame_duration(const AVFrame *frame);
// Whether colours are multiplied by their opacity: a field that FFmpeg has from 8.1 on. Nothing is said of it then.
void clipfit_frame_forget_alpha_mode(AVFrame *frame);

// libavfilter is not linked but loaded when a picture is made anew: with all that it brings along it would cost
// every start of the program 18 ms. NULL where the machine does not have it.
struct clipfit_filters {
    AVFilterGraph *(*graph_alloc)(void);
    void (*graph_free)(AVFilterGraph **graph);
    const AVFilter *(*get_by_name)(const char *name);
    AVFilterContext *(*graph_alloc_filter)(AVFilterGraph *graph, const AVFilter *filter, const char *name);
    int (*init_dict)(AVFilterContext *context, AVDictionary **options);
    int (*link)(AVFilterContext *source, unsigned output, AVFilterContext *target, unsigned input);
    int (*graph_config)(AVFilterGraph *graph, void *log);
    AVBufferSrcParameters *(*source_parameters_alloc)(void);
    int (*source_parameters_set)(AVFilterContext *context, AVBufferSrcParameters *parameters);
    int (*source_add)(AVFilterContext *context, AVFrame *frame, int flags);
    int (*sink_get)(AVFilterContext *context, AVFrame *frame);
    int (*graph_send_command)(AVFilterGraph *graph, const char *target, const char *command,
                              const char *argument, char *answer, int size, int flags);
};
const struct clipfit_filters *clipfit_filters_load(void);

#endif

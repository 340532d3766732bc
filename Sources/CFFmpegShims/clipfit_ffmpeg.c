#ifndef _GNU_SOURCE
#define _GNU_SOURCE // fopencookie
#endif
#include "clipfit_ffmpeg.h"

#include <libavutil/dovi_meta.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/mastering_display_metadata.h>
#include <libavutil/mem.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static clipfit_log_sink log_sink;

static void log_callback(void *object, int level, const char *format, va_list arguments) {
    if (level > AV_LOG_WARNING || !log_sink) return;
    char line[1024];
    int print_prefix = 1;
    av_log_format_line2(object, level, format, arguments, line, sizeof line, &print_prefix);
    log_sink(level, line);
}

void clipfit_log_install(clipfit_log_sink sink) {
    log_sink = sink;
    av_log_set_callback(log_callback);
}

int clipfit_log_error(void) { return AV_LOG_ERROR; }
#if defined(__GLIBC__) && !defined(CLIPFIT_PORTABLE)
static ssize_t take_line(void *unused, const char *bytes, size_t count) {
    (void)unused;
    char line[1024];
    size_t length = count < sizeof line ? count : sizeof line - 1;
    memcpy(line, bytes, length);
    line[length] = 0;
    if (log_sink) log_sink(AV_LOG_WARNING, line);
    return (ssize_t)count;
}
#endif

void clipfit_log_take_stderr(void) {
#if defined(__GLIBC__) && !defined(CLIPFIT_PORTABLE)
    FILE *stream = fopencookie(NULL, "w", (cookie_io_functions_t){.write = take_line});
#else
    // Not where a closed standard output was.
    int low = open("/dev/null", O_WRONLY | O_CLOEXEC);
    FILE *stream = fdopen(fcntl(low, F_DUPFD_CLOEXEC, 3), "w");
    close(low);
#endif
    if (!stream) return;
    setvbuf(stream, NULL, _IOLBF, 0);
    stderr = stream;
}

AVIOContext *clipfit_io_create(int buffer_size, void *opaque, clipfit_io_transfer read,
                               clipfit_io_transfer write, clipfit_io_seek seek) {
    unsigned char *buffer = av_malloc(buffer_size);
    if (!buffer) return NULL;
    AVIOContext *context = avio_alloc_context(
        buffer, buffer_size, write != NULL, opaque, (int (*)(void *, uint8_t *, int))read,
#if LIBAVFORMAT_VERSION_MAJOR >= 61
        (int (*)(void *, const uint8_t *, int))write,
#else
        (int (*)(void *, uint8_t *, int))write,
#endif
        seek);
    if (!context) av_free(buffer);
    // Else every packet that a muxer gives away would become a system call of its own.
    else if (write) context->min_packet_size = buffer_size;
    return context;
}

static int refuse_open(AVFormatContext *context, AVIOContext **io, const char *url, int flags,
                       AVDictionary **options) {
    (void)io, (void)flags, (void)options;
    av_log(context, AV_LOG_ERROR, "refused to open another file: %s\n", url);
    return AVERROR(EPERM);
}

void clipfit_refuse_opens(AVFormatContext *context) { context->io_open = refuse_open; }

struct answer {
    AVIOContext *(*again)(void *opaque);
    void *opaque;
};

static int answer_open(AVFormatContext *context, AVIOContext **io, const char *url, int flags,
                       AVDictionary **options) {
    (void)url, (void)options;
    struct answer *answer = context->opaque;
    if (!answer || flags != AVIO_FLAG_READ) return AVERROR(EPERM);
    *io = answer->again(answer->opaque);
    return *io ? 0 : AVERROR(ENOMEM);
}

static int answer_close(AVFormatContext *context, AVIOContext *io) {
    (void)context;
    if (io) av_freep(&io->buffer);
    avio_context_free(&io);
    return 0;
}

void clipfit_answer_opens(AVFormatContext *context, AVIOContext *(*again)(void *opaque), void *opaque) {
    struct answer *answer = av_malloc(sizeof *answer);
    if (!answer) return;
    *answer = (struct answer){again, opaque};
    av_freep(&context->opaque);
    context->opaque = answer;
    context->io_open = answer_open;
#if LIBAVFORMAT_VERSION_MAJOR >= 59
    context->io_close2 = answer_close;
#endif
}

const void *clipfit_stream_side_data(const AVStream *stream, enum AVPacketSideDataType type, size_t *size) {
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 30, 0)
    const AVPacketSideData *data = av_packet_side_data_get(
        stream->codecpar->coded_side_data, stream->codecpar->nb_coded_side_data, type);
    *size = data ? data->size : 0;
    return data ? data->data : NULL;
#else
    return av_stream_get_side_data(stream, type, size);
#endif
}

static const void *side_data(const AVStream *stream, enum AVPacketSideDataType type, size_t least) {
    size_t size = 0;
    const void *data = clipfit_stream_side_data(stream, type, &size);
    return data && size >= least ? data : NULL;
}

const int32_t *clipfit_display_matrix(const AVStream *stream) {
    return side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, 36);
}

double clipfit_peak_luminance(const AVStream *stream) {
    const AVContentLightMetadata *light =
        side_data(stream, AV_PKT_DATA_CONTENT_LIGHT_LEVEL, sizeof *light);
    if (light && light->MaxCLL > 0) return light->MaxCLL;
    const AVMasteringDisplayMetadata *display =
        side_data(stream, AV_PKT_DATA_MASTERING_DISPLAY_METADATA, sizeof *display);
    return display && display->has_luminance && display->max_luminance.den > 0
               ? av_q2d(display->max_luminance) : 0;
}

int clipfit_set_stream_side_data(AVStream *stream, enum AVPacketSideDataType type, const void *from, size_t size) {
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 30, 0)
    AVPacketSideData *data = av_packet_side_data_new(
        &stream->codecpar->coded_side_data, &stream->codecpar->nb_coded_side_data, type, size, 0);
    if (!data) return AVERROR(ENOMEM);
    memcpy(data->data, from, size);
#else
    uint8_t *data = av_stream_new_side_data(stream, type, size);
    if (!data) return AVERROR(ENOMEM);
    memcpy(data, from, size);
#endif
    return 0;
}

int clipfit_dolby_vision(const AVStream *stream) {
    const AVDOVIDecoderConfigurationRecord *record = side_data(stream, AV_PKT_DATA_DOVI_CONF, sizeof *record);
    return record ? record->dv_bl_signal_compatibility_id : -1;
}

int clipfit_set_dolby_vision(AVFormatContext *context, AVStream *stream, const AVStream *from) {
    if (from) {
        size_t size = 0;
        const void *data = clipfit_stream_side_data(from, AV_PKT_DATA_DOVI_CONF, &size);
        if (!data) return 0;
        context->strict_std_compliance = FF_COMPLIANCE_UNOFFICIAL;
        return clipfit_set_stream_side_data(stream, AV_PKT_DATA_DOVI_CONF, data, size);
    }
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 30, 0)
    av_packet_side_data_remove(stream->codecpar->coded_side_data, &stream->codecpar->nb_coded_side_data,
                               AV_PKT_DATA_DOVI_CONF);
#endif
    return 0;
}

int clipfit_set_display_matrix(AVStream *stream, const int32_t matrix[9]) {
    return clipfit_set_stream_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, matrix, 36);
}

// In x265's units: 0.00002 of a chromaticity, 0.0001 cd/m².
static long long in_units(AVRational value, int units) {
    return value.den ? av_rescale(value.num, units, value.den) : 0;
}

int clipfit_mastering_display_text(const void *data, size_t size, char *text, size_t room) {
    const AVMasteringDisplayMetadata *display = data;
    if (size < sizeof *display || !display->has_primaries || !display->has_luminance) return 0;
    static const struct { const char *name; int place; } colours[] = {{"G", 1}, {"B", 2}, {"R", 0}};
    size_t length = 0;
    for (int i = 0; i < 3; i++) {
        const AVRational *place = display->display_primaries[colours[i].place];
        length += snprintf(text + length, room - length, "%s(%lld,%lld)", colours[i].name,
                           in_units(place[0], 50000), in_units(place[1], 50000));
        if (length >= room) return 0;
    }
    length += snprintf(text + length, room - length, "WP(%lld,%lld)L(%lld,%lld)",
                       in_units(display->white_point[0], 50000), in_units(display->white_point[1], 50000),
                       in_units(display->max_luminance, 10000), in_units(display->min_luminance, 10000));
    return length < room ? (int)length : 0;
}

int clipfit_light_level_text(const void *data, size_t size, char *text, size_t room) {
    const AVContentLightMetadata *light = data;
    if (size < sizeof *light || (!light->MaxCLL && !light->MaxFALL)) return 0;
    int length = snprintf(text, room, "%u,%u", light->MaxCLL, light->MaxFALL);
    return length > 0 && (size_t)length < room ? length : 0;
}

int clipfit_matroska_shifts_codec_delay(void) { return avformat_version() >= AV_VERSION_INT(60, 0, 0); }

void *clipfit_scaler_create(struct clipfit_picture from, struct clipfit_picture to) {
    struct SwsContext *scaler = sws_alloc_context();
    if (!scaler) return NULL;
    av_opt_set_int(scaler, "srcw", from.width, 0);
    av_opt_set_int(scaler, "srch", from.height, 0);
    av_opt_set_int(scaler, "src_format", from.format, 0);
    av_opt_set_int(scaler, "dstw", to.width, 0);
    av_opt_set_int(scaler, "dsth", to.height, 0);
    av_opt_set_int(scaler, "dst_format", to.format, 0);
    av_opt_set_int(scaler, "sws_flags", SWS_BICUBIC | SWS_ACCURATE_RND, 0);
    // Told later, they would not keep it from copying the planes as they are.
    if (from.is_full >= 0) av_opt_set_int(scaler, "src_range", from.is_full, 0);
    if (to.is_full >= 0) av_opt_set_int(scaler, "dst_range", to.is_full, 0);
    if (sws_init_context(scaler, NULL, NULL) < 0) {
        sws_freeContext(scaler);
        return NULL;
    }
    if (from.matrix >= 0 && to.matrix >= 0)
        sws_setColorspaceDetails(scaler, sws_getCoefficients(from.matrix), from.is_full,
                                 sws_getCoefficients(to.matrix), to.is_full, 0, 1 << 16, 1 << 16);
    return scaler;
}

int clipfit_frame_place(AVFrame *to, const AVFrame *from, int x, int y) {
    const AVPixFmtDescriptor *facts = av_pix_fmt_desc_get(to->format);
    if (!facts || to->format != from->format || x < 0 || y < 0 || x + from->width > to->width ||
        y + from->height > to->height)
        return AVERROR(EINVAL);
    ptrdiff_t lines[4] = {to->linesize[0], to->linesize[1], to->linesize[2], to->linesize[3]};
    int result = av_image_fill_black(to->data, lines, to->format, to->color_range, to->width, to->height);
    if (result < 0) return result;
    int steps[4];
    uint8_t *data[4] = {NULL};
    const uint8_t *source[4] = {from->data[0], from->data[1], from->data[2], from->data[3]};
    av_image_fill_max_pixsteps(steps, NULL, facts);
    for (int plane = 0; plane < 4 && to->data[plane]; plane++) {
        int is_chroma = plane == 1 || plane == 2;
        data[plane] = to->data[plane] + (y >> (is_chroma ? facts->log2_chroma_h : 0)) * (ptrdiff_t)to->linesize[plane] +
                      (x >> (is_chroma ? facts->log2_chroma_w : 0)) * (ptrdiff_t)steps[plane];
    }
    av_image_copy(data, to->linesize, source, from->linesize, to->format, from->width, from->height);
    return 0;
}

int clipfit_scaler_run(void *scaler, AVFrame *to, const AVFrame *from) { return sws_scale_frame(scaler, to, from); }

int clipfit_frame_turn(AVFrame *to, const AVFrame *from, int degrees) {
    const AVPixFmtDescriptor *facts = av_pix_fmt_desc_get(to->format);
    int is_upright = degrees % 180 != 0;
    if (!facts || to->format != from->format || facts->log2_chroma_w != facts->log2_chroma_h ||
        facts->flags & (AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_HWACCEL) ||
        to->width != (is_upright ? from->height : from->width) ||
        to->height != (is_upright ? from->width : from->height))
        return AVERROR(EINVAL);
    int steps[4];
    av_image_fill_max_pixsteps(steps, NULL, facts);
    for (int plane = 0; plane < 4 && to->data[plane]; plane++) {
        int shift = plane == 1 || plane == 2 ? facts->log2_chroma_w : 0;
        int width = AV_CEIL_RSHIFT(from->width, shift), height = AV_CEIL_RSHIFT(from->height, shift);
        ptrdiff_t step = steps[plane], line = from->linesize[plane];
        for (int y = 0; y < (is_upright ? width : height); y++) {
            uint8_t *row = to->data[plane] + y * (ptrdiff_t)to->linesize[plane];
            for (int x = 0; x < (is_upright ? height : width); x++) {
                int left = degrees == 90 ? y : degrees == 180 ? width - 1 - x : width - 1 - y;
                int top = degrees == 90 ? height - 1 - x : degrees == 180 ? height - 1 - y : x;
                memcpy(row + x * step, from->data[plane] + top * line + left * step, step);
            }
        }
    }
    return 0;
}

const int32_t *clipfit_frame_matrix(const AVFrame *frame) {
    const AVFrameSideData *data = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
    return data && data->size >= 36 ? (const int32_t *)data->data : NULL;
}

void clipfit_scaler_free(void *scaler) { sws_freeContext(scaler); }

void clipfit_frame_forget_alpha_mode(AVFrame *frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(60, 11, 100)
    frame->alpha_mode = AVALPHA_MODE_UNSPECIFIED;
#else
    (void)frame;
#endif
}

int clipfit_frame_is_interlaced(const AVFrame *frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    return (frame->flags & AV_FRAME_FLAG_INTERLACED) != 0;
#else
    return frame->interlaced_frame;
#endif
}

int64_t clipfit_frame_errors(const AVFrame *frame) {
    return frame->decode_error_flags | (frame->flags & AV_FRAME_FLAG_CORRUPT ? 1 << 16 : 0);
}

int clipfit_has_memory(size_t bytes) {
    void *place = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return place != MAP_FAILED && munmap(place, bytes) == 0;
}

int64_t clipfit_frame_duration(const AVFrame *frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
    return frame->duration;
#else
    return frame->pkt_duration;
#endif
}

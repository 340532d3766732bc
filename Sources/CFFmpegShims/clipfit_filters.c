#include "clipfit_ffmpeg.h"

#include <dlfcn.h>
#include <libavfilter/version.h>
#include <stddef.h>

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)
#ifdef __APPLE__
#define LIBRARY "libavfilter." TEXT(LIBAVFILTER_VERSION_MAJOR) ".dylib"
#else
#define LIBRARY "libavfilter.so." TEXT(LIBAVFILTER_VERSION_MAJOR)
#endif

static const struct {
    const char *name;
    size_t place;
} symbols[] = {
    {"avfilter_graph_alloc", offsetof(struct clipfit_filters, graph_alloc)},
    {"avfilter_graph_free", offsetof(struct clipfit_filters, graph_free)},
    {"avfilter_get_by_name", offsetof(struct clipfit_filters, get_by_name)},
    {"avfilter_graph_alloc_filter", offsetof(struct clipfit_filters, graph_alloc_filter)},
    {"avfilter_init_dict", offsetof(struct clipfit_filters, init_dict)},
    {"avfilter_link", offsetof(struct clipfit_filters, link)},
    {"avfilter_graph_config", offsetof(struct clipfit_filters, graph_config)},
    {"av_buffersrc_parameters_alloc", offsetof(struct clipfit_filters, source_parameters_alloc)},
    {"av_buffersrc_parameters_set", offsetof(struct clipfit_filters, source_parameters_set)},
    {"av_buffersrc_add_frame_flags", offsetof(struct clipfit_filters, source_add)},
    {"av_buffersink_get_frame", offsetof(struct clipfit_filters, sink_get)},
    {"avfilter_graph_send_command", offsetof(struct clipfit_filters, graph_send_command)},
};

const struct clipfit_filters *clipfit_filters_load(void) {
    static struct clipfit_filters filters;
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library) return NULL;
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *symbol = dlsym(library, symbols[i].name);
        if (!symbol) return NULL;
        *(void **)((char *)&filters + symbols[i].place) = symbol;
    }
    return &filters;
}

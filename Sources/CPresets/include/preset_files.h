#ifndef CLIPFIT_PRESET_FILES_H
#define CLIPFIT_PRESET_FILES_H

#include <stddef.h>

/// A file of Presets, as it was when the program was built.
struct preset_file {
    const unsigned char *bytes;
    size_t count;
};

struct preset_file preset_columns(void);
struct preset_file preset_messages_id(void);
struct preset_file preset_platforms(void);
struct preset_file preset_records(void);
struct preset_file preset_tools(void);
struct preset_file preset_topics(void);

#endif

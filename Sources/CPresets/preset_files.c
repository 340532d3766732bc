// The large files are here and not among Swift's resources because Swift literals of 300 kB compile for a minute.
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "preset_files.h"

#define FILE_OF(array) ((struct preset_file){(array), sizeof(array)})

static const unsigned char columns[] = {
#embed "../../Presets/exports/columns.yaml"
};
static const unsigned char messages_id[] = {
#embed "../../Presets/advice/messages_id.tsv"
};
static const unsigned char platforms[] = {
#embed "../../Presets/platforms.yaml"
};
static const unsigned char records[] = {
#embed "../../Presets/records/records.jsonl"
};
static const unsigned char tools[] = {
#embed "../../Presets/records/tools.jsonl"
};
static const unsigned char topics[] = {
#embed "../../Presets/hashtags/topics.yaml"
};

struct preset_file preset_columns(void) { return FILE_OF(columns); }
struct preset_file preset_messages_id(void) { return FILE_OF(messages_id); }
struct preset_file preset_platforms(void) { return FILE_OF(platforms); }
struct preset_file preset_records(void) { return FILE_OF(records); }
struct preset_file preset_tools(void) { return FILE_OF(tools); }
struct preset_file preset_topics(void) { return FILE_OF(topics); }

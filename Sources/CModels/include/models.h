#ifndef CLIPFIT_MODELS_H
#define CLIPFIT_MODELS_H

#include <stddef.h>
#include <stdint.h>

/// IEEE half floats, little-endian: the tensors that Media/models/models.json lists, one behind the other.
struct model_weights {
    const uint16_t *halves;
    size_t count;
};

/// Silero VAD.
struct model_weights model_speech(void);
/// MediaPipe BlazeFace, back camera.
struct model_weights model_faces(void);

#endif

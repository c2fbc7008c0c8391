/* What an SP reply that a sender gets says to its window. */
#ifndef OUTRIGGER_ANSWER_H
#define OUTRIGGER_ANSWER_H

#include "nano.h"
#include "window.h"

enum window_answer answer_read(const struct nano_message *message);

#endif

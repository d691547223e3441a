#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdint.h>

/// How often the calling thread has asked for memory since it began, by any of the C library's ways, which Swift's own end in too.
uint64_t allocations_of_this_thread(void);

#endif

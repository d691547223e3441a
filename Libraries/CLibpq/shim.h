#ifndef BULLION_CLIBPQ_H
#define BULLION_CLIBPQ_H

#include <libpq-fe.h>

/// Takes the server's notices and drops them: libpq's own receiver writes to standard error.
static inline void clibpq_ignore_notice(void *context, const PGresult *result) {
    (void)context;
    (void)result;
}

static inline void clibpq_silence_notices(PGconn *connection) {
    PQsetNoticeReceiver(connection, clibpq_ignore_notice, 0);
}

/// Which field of an error is which. The character macros of libpq are not imported into Swift.
static inline int clibpq_sqlstate_field(void) { return PG_DIAG_SQLSTATE; }
static inline int clibpq_message_field(void) { return PG_DIAG_MESSAGE_PRIMARY; }

#endif

// libcurl for Swift: its option calls are variadic, which Swift cannot call, and their checking macros are not imported.
// Each wrapper here has the one type that its options take.

#ifndef BULLION_CCURL_SHIM_H
#define BULLION_CCURL_SHIM_H

#include <curl/curl.h>
#include <stddef.h>

/// Handed what curl has received; answers how many bytes it took. Another count than `size * count` ends the transfer.
typedef size_t (*bullion_curl_sink)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode bullion_curl_set_long(CURL *handle, CURLoption option, long value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode bullion_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return (curl_easy_setopt)(handle, option, value);
}

/// curl copies the text, except for CURLOPT_POSTFIELDS.
static inline CURLcode bullion_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode bullion_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode bullion_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode bullion_curl_set_sink(CURL *handle, CURLoption option, bullion_curl_sink value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode bullion_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode bullion_curl_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode bullion_curl_initialize(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#endif

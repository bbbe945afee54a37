package dev.parley.protocol;

/**
 * A header that passed every check.
 *
 * @param kind what the content is
 * @param contentLength how many bytes it has, within the limit
 * @param headers the further headers
 */
record ReceivedHeader(ContentKind kind, int contentLength, Headers headers) {}

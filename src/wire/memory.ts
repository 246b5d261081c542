/** Bytes that a processor fetches from memory at once. Records that are met at random are laid out by it. */
export const CACHE_LINE_BYTES = 64;

/**
 * Where the first cache line of a large buffer begins: the C library maps large blocks by pages and keeps 16 bytes of
 * its own in front. Elsewhere the records only lie across lines, as they would without it.
 */
export const CACHE_LINE_OFFSET = 48;

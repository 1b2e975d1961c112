package dev.sessioncleanup.pack;

/**
 * A file in a pack.
 *
 * @param sha256 64 hexadecimal digits
 * @param bytes its size
 */
record PackedFile(String name, String sha256, long bytes) {}

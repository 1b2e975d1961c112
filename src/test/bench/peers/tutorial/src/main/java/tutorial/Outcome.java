package tutorial;

/** What PAVE answered about a session. */
record Outcome(String sessionKey, int httpStatus) {}

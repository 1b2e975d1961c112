package dev.sessioncleanup.importing;

/** Receives the differences one by one, however many there are. */
interface DifferenceWriter {
  void begin(Difference difference);

  void session(DifferentSession session);

  void end(Difference difference);
}

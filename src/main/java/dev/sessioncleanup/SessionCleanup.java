package dev.sessioncleanup;

/** Starts the program. */
public final class SessionCleanup {
  private SessionCleanup() {}

  public static void main(String[] args) {
    System.out.println("session-cleanup");
  }
}

package dev.sessioncleanup.settings;

/** The version that the build wrote into the jar's manifest. */
public final class ProgramVersion {
  private ProgramVersion() {}

  /** Like "0.1.0". */
  public static String text() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}

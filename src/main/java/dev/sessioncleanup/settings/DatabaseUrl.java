package dev.sessioncleanup.settings;

/** Looks at {@code spring.datasource.url} before anything connects. */
public final class DatabaseUrl {
  private DatabaseUrl() {}

  /**
   * @throws InvalidSettingException when it is missing, is not PostgreSQL's, or shows a password
   */
  public static void require(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new InvalidSettingException(
          (url.isBlank()
                  ? "spring.datasource.url is not set"
                  : "spring.datasource.url is not PostgreSQL's")
              + ". Set it to the tracking database, like jdbc:postgresql://host:5432/tracking, with .username and"
              + " .password.");
    }
    if (url.matches("(?s)jdbc:postgresql://[^/?]*@.*")) {
      throw new InvalidSettingException(
          "spring.datasource.url holds a user name or password before the host. Move them to spring.datasource.username"
              + " and .password.");
    }
  }
}

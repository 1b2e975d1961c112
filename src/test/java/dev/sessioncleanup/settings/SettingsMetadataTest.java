package dev.sessioncleanup.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an IDE shows about the settings. */
class SettingsMetadataTest {
  @Test
  void ourSettingsAreDescribed() throws IOException {
    String file = "/META-INF/spring-configuration-metadata.json";
    try (InputStream metadata =
        Objects.requireNonNull(CleanupProperties.class.getResourceAsStream(file), file)) {
      assertThat(new String(metadata.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("\"cleanup.rate\"", "\"cleanup.plan-valid-for\"", "\"pave.base-url\"")
          .contains("how long a saved plan may wait");
    }
  }
}

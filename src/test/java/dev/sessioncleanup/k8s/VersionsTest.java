package dev.sessioncleanup.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The build, the image and the manifests speak of one version. */
class VersionsTest {

  @Test
  void imageAndManifestsHaveTheVersionOfTheBuild() throws IOException {
    String version =
        first("<artifactId>session-cleanup</artifactId>\\s*<version>([^<]+)", Path.of("pom.xml"));
    assertThat(first("ARG VERSION=(\\S+)", Path.of("src/main/docker/Dockerfile")))
        .isEqualTo(version);
    assertThat(first("newTag: (\\S+)", Path.of("k8s/base/kustomization.yaml"))).isEqualTo(version);
    assertThat(first("session-cleanup:(\\d\\S+)", Path.of("src/main/docker/Dockerfile")))
        .isEqualTo(version);
  }

  @Test
  void theJobThatTheBenchmarkComparesWithHasTheSpringBootOfTheBuild() throws IOException {
    String parent = "<artifactId>spring-boot-starter-parent</artifactId>\\s*<version>([^<]+)";
    assertThat(first(parent, Path.of("src/test/bench/peers/tutorial/pom.xml")))
        .isEqualTo(first(parent, Path.of("pom.xml")));
  }

  private static String first(String pattern, Path file) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
    assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
    return matcher.group(1);
  }
}

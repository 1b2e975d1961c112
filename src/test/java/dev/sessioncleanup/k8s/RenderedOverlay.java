package dev.sessioncleanup.k8s;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** The output of {@code kubectl kustomize}, flattened to {@code spec.template.spec…} names. */
record RenderedOverlay(List<PropertySource<?>> resources) {
  private static final Path ROOT = Path.of(System.getProperty("basedir", "."));

  /** Skips the test where there is no kubectl. */
  static RenderedOverlay of(String overlay) throws IOException, InterruptedException {
    Process kubectl = kubectl(overlay);
    byte[] yaml = kubectl.getInputStream().readAllBytes();
    if (kubectl.waitFor() != 0) {
      throw new AssertionError(
          "kubectl cannot render " + overlay + ": " + new String(yaml, StandardCharsets.UTF_8));
    }
    return new RenderedOverlay(
        new YamlPropertySourceLoader().load(overlay, new ByteArrayResource(yaml)));
  }

  List<String> kinds() {
    return resources.stream().map(one -> String.valueOf(one.getProperty("kind"))).toList();
  }

  /** One value of the single resource of this kind. */
  @Nullable Object value(String kind, String path) {
    return only(kind).getProperty(path);
  }

  List<String> values(String kind, String path) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> Optional.ofNullable(value(kind, path + "[" + i + "]")))
        .takeWhile(Optional::isPresent)
        .map(item -> item.orElseThrow().toString())
        .toList();
  }

  /** All values of the single resource of this kind. */
  List<String> names(String kind) {
    return only(kind) instanceof EnumerablePropertySource<?> all
        ? List.of(all.getPropertyNames())
        : List.of();
  }

  private PropertySource<?> only(String kind) {
    return resources.stream()
        .filter(one -> kind.equals(one.getProperty("kind")))
        .reduce(
            (a, b) -> {
              throw new AssertionError("more than one " + kind);
            })
        .orElseThrow(() -> new AssertionError("no " + kind + " among " + kinds()));
  }

  private static Process kubectl(String overlay) {
    try {
      return new ProcessBuilder("kubectl", "kustomize", "k8s/overlays/" + overlay)
          .directory(ROOT.toFile())
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      return abort("no kubectl on this machine");
    }
  }
}

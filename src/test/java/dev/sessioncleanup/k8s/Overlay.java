package dev.sessioncleanup.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A rendered overlay, alone or with components. */
public record Overlay(String name, List<HasMetadata> resources) {
  static final Path ROOT = Path.of("k8s");

  /** Where a user lists components. */
  private static final String NO_COMPONENTS =
      "# components:\n#   - ../../components/network-policy\n";

  private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();

  /** The names of all overlays. */
  public static List<String> names() {
    return directories("overlays");
  }

  static List<String> components() {
    return directories("components");
  }

  private static List<String> directories(String parent) {
    try (Stream<Path> all = Files.list(ROOT.resolve(parent))) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The overlay as it stands in the project. */
  public static Overlay of(String name) {
    return read(name, yaml(name));
  }

  static Overlay read(String name, String yaml) {
    return new Overlay(name, StrictYaml.read(yaml));
  }

  static String yaml(String name) {
    return RENDERED.computeIfAbsent(
        name, each -> Kubectl.kustomize(ROOT.resolve("overlays").resolve(each)));
  }

  /** The overlay with components, listed as a user would. */
  static Overlay with(String name, String... components) {
    String key = name + " with " + Arrays.toString(components);
    return read(name, RENDERED.computeIfAbsent(key, each -> render(name, components)));
  }

  private static String render(String name, String... components) {
    String kustomization = "overlays/" + name + "/kustomization.yaml";
    Path copy = copy();
    String text = text(copy.resolve(kustomization));
    if (!text.contains(NO_COMPONENTS)) {
      throw new AssertionError("no place for components in the overlay " + name);
    }
    return kustomize(
        copy, kustomization, text.replace(NO_COMPONENTS, listed("../../components/", components)));
  }

  /** A kustomization of a user over a rendered overlay. */
  static String onTopOf(String name, String... components) {
    String text = "resources:\n  - overlays/" + name + "\n" + listed("components/", components);
    return kustomize(copy(), "kustomization.yaml", text);
  }

  private static String listed(String parent, String... components) {
    return Stream.of(components)
        .map(each -> "  - " + parent + each + "\n")
        .collect(Collectors.joining("", "components:\n", ""));
  }

  private static String kustomize(Path copy, String kustomization, String text) {
    try {
      Path file = Files.writeString(copy.resolve(kustomization), text);
      return Kubectl.kustomize(Objects.requireNonNull(file.getParent()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path copy() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      Path copy = Files.createTempDirectory(Files.createDirectories(Path.of("target/k8s")), "copy");
      for (Path file : files.filter(each -> !each.equals(ROOT)).toList()) {
        Files.copy(file, copy.resolve(ROOT.relativize(file).toString()));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Job or CronJob, of which each overlay has one. */
  HasMetadata workload() {
    List<HasMetadata> workloads =
        resources.stream().filter(each -> each instanceof Job || each instanceof CronJob).toList();
    if (workloads.size() != 1) {
      throw new AssertionError(name + " has not one Job or CronJob but " + workloads);
    }
    return workloads.getFirst();
  }

  <T extends HasMetadata> T only(Class<T> type) {
    List<T> found = resources.stream().filter(type::isInstance).map(type::cast).toList();
    if (found.size() != 1) {
      throw new AssertionError(name + " has not one " + type.getSimpleName() + " but " + found);
    }
    return found.getFirst();
  }

  JobSpec job() {
    return workload() instanceof CronJob cronJob
        ? cronJob.getSpec().getJobTemplate().getSpec()
        : ((Job) workload()).getSpec();
  }

  /** The metadata of every object, and of those that are made from it: Jobs and pods. */
  List<ObjectMeta> allMetadata() {
    Stream<ObjectMeta> objects = resources.stream().map(HasMetadata::getMetadata);
    Stream<ObjectMeta> jobs =
        workload() instanceof CronJob cronJob
            ? Stream.of(cronJob.getSpec().getJobTemplate().getMetadata())
            : Stream.empty();
    return Stream.of(objects, jobs, Stream.of(job().getTemplate().getMetadata()))
        .flatMap(each -> each)
        .toList();
  }

  PodSpec pod() {
    return job().getTemplate().getSpec();
  }

  /** The container of the program. */
  Container program() {
    if (pod().getContainers().size() != 1) {
      throw new AssertionError(name + " has more than one container");
    }
    return pod().getContainers().getFirst();
  }

  /** All containers, those that run before the program first. */
  List<Container> containers() {
    return Stream.concat(pod().getInitContainers().stream(), pod().getContainers().stream())
        .toList();
  }

  /** The arguments of the program: the command and its options. */
  public List<String> arguments() {
    return program().getArgs();
  }

  String command() {
    return arguments().getFirst();
  }

  boolean deletesSessions() {
    return command().equals("sweep") || command().equals("backfill");
  }

  /** The file application.yaml of the program. */
  String settings() {
    return Objects.requireNonNull(only(ConfigMap.class).getData().get("application.yaml"));
  }
}

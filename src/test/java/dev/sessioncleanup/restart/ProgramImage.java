package dev.sessioncleanup.restart;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program in containers of the image that {@code -Drestart.image} names, with the restrictions
 * of the manifests (k8s/base): no root, nothing writable but /tmp, no capabilities.
 */
final class ProgramImage {
  private static final @Nullable String IMAGE = System.getProperty("restart.image");

  private ProgramImage() {}

  static boolean isAsked() {
    return IMAGE != null;
  }

  /** Starts a container; the index is what Kubernetes gives to a pod of an indexed Job. */
  static List<String> run(String container, int index, List<String> options) {
    List<String> command = new ArrayList<>(List.of("docker", "run", "--rm", "--name", container));
    // Database and PAVE of the tests answer on this machine's loopback only.
    command.addAll(List.of("--network", "host", "--env", "JOB_COMPLETION_INDEX=" + index));
    command.addAll(List.of("--user", "10001:10001", "--read-only", "--tmpfs", "/tmp:size=64m"));
    command.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
    command.addAll(List.of("--memory", "384m"));
    command.addAll(options);
    command.add(String.valueOf(IMAGE));
    return command;
  }

  /** SIGKILL to the program itself: the command that started it only looks on. */
  static List<String> kill(String container) {
    return List.of("docker", "kill", container);
  }
}

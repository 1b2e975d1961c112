package dev.sessioncleanup.operator;

import org.jspecify.annotations.Nullable;

/** What a request does, in words. */
final class Effects {
  private Effects() {}

  /** The process of the run has carried it out. */
  static String inEffect(Request request) {
    long run = request.runId();
    return switch (request.event()) {
      case PAUSE ->
          "nothing more is sent; calls in flight finish. Its time budget runs on. 'runs resume %d' goes on."
              .formatted(run);
      case RESUME -> "the run goes on.";
      case CANCEL ->
          "nothing more is sent; calls in flight finish, and its other claims are released.";
      case RATE -> "the run sends at most %s.".formatted(request.rate());
    };
  }

  /** The run is interrupted. */
  static String withoutProcess(Request request) {
    return switch (request.event()) {
      case PAUSE ->
          "The next process that resumes it waits until 'runs resume %d'."
              .formatted(request.runId());
      case RESUME -> "The command that started it goes on with it.";
      case RATE -> "The next process that resumes it keeps to this rate.";
      case CANCEL -> "";
    };
  }

  /** Why the state of the run does not allow the request. */
  static String refusal(Request request, String state, boolean unfinished) {
    long run = request.runId();
    if (!unfinished) {
      return "run %d has ended (%s), so it cannot be %s."
          .formatted(run, state, request.event().done());
    }
    @Nullable String remedy =
        switch (request.event()) {
          case PAUSE -> state.equals("paused") ? "'runs resume %d' goes on" : null;
          case RESUME -> state.equals("running") ? "'runs pause %d' pauses it" : null;
          case CANCEL, RATE -> null;
        };
    return "run %d is %s%s."
        .formatted(
            run,
            state.equals("planned") ? "planned, and no process works on it" : state + " already",
            remedy == null ? "" : "; " + remedy.formatted(run));
  }
}

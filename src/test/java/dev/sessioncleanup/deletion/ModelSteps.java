package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.deletion.ModelProcess.Send;
import java.util.ArrayList;
import java.util.List;

/** What can happen to one of the processes at the moment, the likely things more than once. */
final class ModelSteps {
  private final ModelStory story;
  private final int who;
  private final ModelProcess process;
  private final boolean heard;

  /**
   * @param heard whether the answer to what is done arrives
   */
  ModelSteps(ModelStory story, int who, boolean heard) {
    this.story = story;
    this.who = who;
    this.process = story.process(who);
    this.heard = heard;
  }

  List<ModelStep> possible() {
    List<ModelStep> steps = new ArrayList<>();
    steps.add(() -> process.claim(heard));
    steps.add(() -> process.takeOver(heard));
    if (process.tickets().isEmpty() && process.sends.isEmpty()) {
      steps.add(process::adopt);
    }
    process.tickets().forEach(ticket -> with(ticket, steps));
    List.copyOf(process.sends).forEach(send -> with(send, steps));
    if (process.lock.held()) {
      steps.add(() -> ModelStory.loseLock(process));
    } else {
      steps.add(process.lock::lockAgain);
      steps.add(process.lock::lockAgain);
    }
    steps.add(() -> story.replace(who));
    return steps;
  }

  private void with(Ticket ticket, List<ModelStep> steps) {
    steps.add(() -> story.grant(process, ticket, heard));
    steps.add(() -> story.grant(process, ticket, heard));
    if (ticket.claim.attempts() == 0) {
      steps.add(() -> process.release(ticket));
    } else {
      steps.add(() -> process.giveUp(ticket, Outcome.FAILED));
      steps.add(() -> process.giveUp(ticket, Outcome.HELD));
    }
  }

  private void with(Send send, List<ModelStep> steps) {
    if (send.arrived) {
      steps.add(() -> process.hear(send, !heard));
      steps.add(() -> process.hear(send, !heard));
    } else {
      steps.add(() -> story.arrive(send));
      steps.add(() -> story.arrive(send));
      steps.add(() -> process.forfeit(send, heard));
      steps.add(() -> process.hear(send, true));
    }
  }
}

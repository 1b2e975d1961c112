package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.deletion.ModelProcess.Send;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two processes and a remote in an account of their own; each number is a step of one of them. */
final class ModelStory implements AutoCloseable {
  private static final int LAST_PASSES = 12;

  private final DataSource database;
  private final JdbcClient jdbc;
  private final String account;
  private final ModelRemote remote = new ModelRemote();
  private final List<ModelProcess> processes = new ArrayList<>();
  private final ModelInvariants invariants;

  ModelStory(DataSource database, JdbcClient jdbc, String account, List<ModelRemote.Truth> truths)
      throws SQLException {
    this.database = database;
    this.jdbc = jdbc;
    this.account = account;
    this.invariants = new ModelInvariants(jdbc, account, remote);
    for (ModelRemote.Truth truth : truths) {
      track("%s-%d".formatted(account, invariants.count()), truth);
    }
    processes.add(process());
    processes.add(process());
  }

  private void track(String key, ModelRemote.Truth truth) {
    remote.put(key, truth);
    jdbc.sql(
            "insert into tracked_session (session_key, account, created_at) values (:key, :account, now() - interval '9 days')")
        .param("key", key)
        .param("account", account)
        .update();
  }

  private ModelProcess process() throws SQLException {
    return new ModelProcess(jdbc, new ModelLock(database), account);
  }

  /** Does one of the things that can be done at the moment; the number says which. */
  void step(int number) throws SQLException {
    int who = number % 2;
    List<ModelStep> possible = new ModelSteps(this, who, number / 2 % 5 != 0).possible();
    possible.get(number / 10 % possible.size()).take();
    invariants.always();
  }

  ModelProcess process(int who) {
    return processes.get(who);
  }

  /** The process is killed, and started again as another. */
  void replace(int who) throws SQLException {
    loseLock(processes.get(who));
    processes.set(who, process());
  }

  /** The DELETE reaches PAVE. */
  void arrive(Send send) {
    send.arrived = true;
    send.reply = remote.delete(send.key);
  }

  void grant(ModelProcess process, Ticket ticket, boolean heard) {
    Send send = process.grant(ticket, heard);
    if (send != null) {
      assertThat(
              processes.stream()
                  .filter(other -> other != process)
                  .flatMap(other -> other.sends.stream())
                  .filter(other -> other.key.equals(send.key) && !other.ownerLostItsLock))
          .as("sends of %s under way in a process that holds its lock", send.key)
          .isEmpty();
    }
  }

  static void loseLock(ModelProcess process) throws SQLException {
    process.lock.lose();
    process.sends.forEach(send -> send.ownerLostItsLock = true);
  }

  /** Both die wherever they are; others do what is left, without faults. */
  void end() throws SQLException {
    for (ModelProcess process : processes) {
      loseLock(process);
    }
    for (int pass = 0; pass < LAST_PASSES && !invariants.allSettled(); pass++) {
      ModelProcess last = process();
      processes.add(last);
      last.takeOver(true);
      last.claim(true);
      for (Ticket ticket : last.tickets()) {
        Send send = last.grant(ticket, true);
        if (send != null) {
          send.reply = remote.delete(send.key);
          last.hear(send, false);
        }
      }
      last.lock.lose();
      invariants.always();
    }
    invariants.atTheEnd();
  }

  @Override
  public void close() throws SQLException {
    for (ModelProcess process : processes) {
      process.lock.close();
    }
  }
}

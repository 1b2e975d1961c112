package dev.sessioncleanup.cli;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
class RunsTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void listShowsTheNewestFirstAndRunsAloneDoesTheSame() {
    world.stale("AAA-AAAAA00001", "AAA-AAAAA00002");
    world.run("sweep", "--limit=1").exitedWith(3);
    world.run("sweep").exitedWith(0);

    for (String[] words : new String[][] {{"runs"}, {"runs", "list"}}) {
      world.run(words).exitedWith(0).says("complete").says("partial").says("2 rows");
    }
    world.run("runs", "list", "--limit=1").exitedWith(0).says("complete").says("1 row");
    world.run("runs", "list", "--account=other").exitedWith(0).says("0 rows");
  }

  @Test
  void showTellsAllOfOneRun() {
    world.stale("AAA-AAAAA00001", "AAA-AAAAA00002");
    world.run("sweep", "--limit=1").exitedWith(3);

    world
        .run("runs", "show", "1")
        .exitedWith(0)
        .says("run_id            1")
        .says("state             partial")
        .says("the limit of 1 is reached");
    world.run("runs", "show", "1", "--format=json").exitedWith(0).says("\"state\":\"partial\"");
  }

  @Test
  void showNamesWhatPaveSaidWhenItSlowedTheRunDown() {
    world.stale("AAA-AAAAA00001");
    world.pave.faultFor("AAA-AAAAA00001", Fault.throttle("1"), 1);
    world.run("sweep").exitedWith(0);

    world.run("runs", "show", "1").exitedWith(0).says("throttled         1").says("429");
  }

  @Test
  void showOfAnUnknownRunSaysWhereToLook() {
    world.run("runs", "show", "7").exitedWith(2).complains("no run 7").complains("runs list");
    world.run("runs", "show").exitedWith(2).complains("ID");
    world.run("runs", "show", "x").exitedWith(2).complains("'x'");
  }
}

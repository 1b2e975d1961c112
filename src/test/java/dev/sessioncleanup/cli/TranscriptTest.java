package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each command prints for good input and for likely mistakes, as recorded in {@code
 * src/test/resources/transcript}. {@code -Dtranscript.update} records anew.
 */
@DatabaseTest
class TranscriptTest {
  private static final Path TRANSCRIPTS = Path.of("src/test/resources/transcript");

  static List<String> transcripts() throws IOException {
    try (Stream<Path> all = Files.list(TRANSCRIPTS)) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void printsWhatIsRecorded(String name, @TempDir Path files) throws IOException {
    Path recorded = TRANSCRIPTS.resolve(name);
    String printed;
    try (World world = new World()) {
      track(world);
      printed = new Transcript(world, files).run(Files.readAllLines(recorded));
    }

    if (System.getProperty("transcript.update") != null) {
      Files.writeString(recorded, printed);
    }
    assertThat(printed).isEqualTo(Files.readString(recorded));
  }

  /** Sessions in every state, created on fixed days. */
  private static void track(World world) {
    for (int i = 1; i <= 5; i++) {
      world.pave.session(World.key("default"), "IDL-AAAAA0000" + i, "IDLE");
    }
    world.pave.session(World.key("default"), "HLD-AAAAA00001", "IDLE");
    world.pave.session(World.key("default"), "YNG-AAAAA00001", "IDLE");
    world.pave.session(World.key("default"), "STA-AAAAA00002", "STARTED");
    world
        .jdbc
        .sql(
            """
            insert into tracked_session (session_key, status, created_at) values
              ('IDL-AAAAA00001', 'IDLE', '2024-03-01T10:00Z'),
              ('IDL-AAAAA00002', 'IDLE', '2024-03-15T10:00Z'),
              ('IDL-AAAAA00003', 'IDLE', '2024-04-01T10:00Z'),
              ('IDL-AAAAA00004', 'IDLE', '2024-04-15T10:00Z'),
              ('IDL-AAAAA00005', 'IDLE', '2024-05-01T10:00Z'),
              ('STA-AAAAA00001', 'STARTED', '2024-04-02T10:00Z'), -- known to have been started
              ('STA-AAAAA00002', 'IDLE', '2024-04-03T10:00Z'), -- not known to have been started
              ('MIS-AAAAA00001', 'IDLE', '2024-04-04T10:00Z'), -- PAVE does not know it
              ('HLD-AAAAA00001', 'IDLE', '2024-04-05T10:00Z'),
              ('YNG-AAAAA00001', 'IDLE', now())
            """)
        .update();
    world
        .jdbc
        .sql(
            """
            insert into session_hold (session_key, reason, held_by)
            values ('HLD-AAAAA00001', 'a customer asked', 'maria')
            """)
        .update();
  }
}

package dev.sessioncleanup.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Moment;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HtmlCommandTest {
  private final AtomicInteger opened = new AtomicInteger();

  @Test
  void pageIsNotWrittenToATerminal() {
    assertThatThrownBy(() -> run(true, "--run", "1"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("Add --output FILE");
    assertThatThrownBy(() -> run(true, "--run", "1", "--output", "-"))
        .isInstanceOf(InvalidSettingException.class);
    assertThat(opened).hasValue(0);
  }

  @Test
  void pageIsWrittenToStandardOutputElsewhere() {
    run(false, "--run", "1");
    run(false, "--since", "30d", "--output", "-");

    assertThat(opened).hasValue(2);
  }

  private void run(boolean terminal, String... arguments) {
    CommandLine line =
        new CommandLine(
            new HtmlCommand((command, work) -> opened.incrementAndGet(), () -> terminal));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          throw failure;
        });
    line.registerConverter(Moment.class, Moment::parse);
    HtmlCommand command = line.getCommand();
    line.parseArgs(arguments);
    try {
      command.call();
    } catch (RuntimeException refused) {
      throw refused;
    } catch (Exception other) {
      throw new AssertionError(other);
    }
  }
}

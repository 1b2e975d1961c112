package dev.sessioncleanup.page;

import dev.sessioncleanup.chart.ChartDrawing;
import dev.sessioncleanup.jdbc.ServerTime;
import dev.sessioncleanup.jdbc.Snapshots;
import dev.sessioncleanup.section.PageContent;
import dev.sessioncleanup.section.PageScope;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.VisibleText;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The audit as one HTML page. All its figures come from the database, counted there, and from one
 * moment; its size does not grow with the number of sessions.
 */
public final class AuditPage {
  private static final int TIMEOUT_SECONDS = 600;

  private final JdbcClient jdbc;
  private final CleanupProperties settings;
  private final TransactionTemplate oneMoment;
  private final Figures.Drawing drawing;

  public AuditPage(DataSource dataSource, CleanupProperties settings) {
    this(dataSource, settings, ChartDrawing::svg);
  }

  AuditPage(DataSource dataSource, CleanupProperties settings, Figures.Drawing drawing) {
    this.settings = settings;
    this.drawing = drawing;
    jdbc = JdbcClient.create(dataSource);
    oneMoment = Snapshots.of(dataSource);
    oneMoment.setTimeout(TIMEOUT_SECONDS);
  }

  /**
   * The page as HTML.
   *
   * @param scope asked for the time of the database
   * @throws InvalidSettingException when there is no such run or account, or a run is a dry run
   */
  public String html(Function<Instant, PageScope> scope) {
    return Objects.requireNonNull(
        oneMoment.execute(
            transaction -> {
              Instant now = ServerTime.now(jdbc);
              PageScope asked = scope.apply(now);
              refuseUnknown(asked);
              return html(PageContent.read(jdbc, asked, settings, now), now);
            }));
  }

  private String html(PageContent content, Instant now) {
    PageTemplate template = new PageTemplate();
    return template.render(PageView.of(content, new Figures(drawing), template, now));
  }

  private void refuseUnknown(PageScope scope) {
    if (scope instanceof PageScope.Runs runs) {
      runs.ids().forEach(this::refuseUnknownRun);
      return;
    }
    String account = ((PageScope.Period) scope).account();
    if (account != null
        && !jdbc.sql("select exists (select from cleanup_run where account = ?)")
            .param(account)
            .query(Boolean.class)
            .single()) {
      throw new InvalidSettingException(
          "There is no run of account '%s'. Check the name; capital letters matter."
              .formatted(VisibleText.of(account)));
    }
  }

  private void refuseUnknownRun(long id) {
    @Nullable Boolean dryRun =
        jdbc.sql("select dry_run from cleanup_run where run_id = ?")
            .param(id)
            .query(Boolean.class)
            .optional()
            .orElse(null);
    if (dryRun == null) {
      throw new InvalidSettingException(
          "There is no run %d. 'runs list' shows the runs.".formatted(id));
    }
    if (dryRun) {
      throw new InvalidSettingException(
          "Run %d was a dry run: it deleted nothing, so there is no page of it. 'runs show %d' shows it."
              .formatted(id, id));
    }
  }
}

package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportFileTest {
  @Test
  void psqlCommandsAreNotSent() {
    ReportFile file =
        ReportFile.parse(
            "one",
            """
            -- What is one.
            -- limit    no more rows than this
            --
            -- psql -f one.sql
            \\if :{?limit} \\else \\set limit '' \\endif
            select 1
            limit cast(nullif(:'limit', '') as bigint);
            """);

    assertThat(file.sql()).isEqualTo("select 1\nlimit cast(nullif(:limit, '') as bigint);");
    assertThat(file.description())
        .isEqualTo(
            new ReportDescription(
                "one",
                "What is one.",
                List.of(
                    new ReportParameter(
                        "limit", ReportParameter.Type.NUMBER, "no more rows than this"))));
  }

  @Test
  void undocumentedParameterIsRefused() {
    assertThatThrownBy(() -> ReportFile.parse("one", "-- What is one.\nselect nullif(:'day', '')"))
        .hasMessage("db/report/one.sql documents the parameters [], but its query uses [day]");
  }

  @Test
  void fileWithoutPurposeIsRefused() {
    assertThatThrownBy(() -> ReportFile.parse("one", "select 1"))
        .hasMessage("db/report/one.sql must start with its purpose");
  }
}

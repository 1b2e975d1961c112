package dev.sessioncleanup.pave;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionKeyTest {

  @Test
  void usualAndUnusualKeysCanBeSent() {
    for (String key : new String[] {"XXX-ABCDE12345", "x", "a/b c", "ключ", "🙂".repeat(128)}) {
      assertThat(SessionKey.problem(key)).as(key).isNull();
    }
  }

  @Test
  void problemNamesTheReason() {
    assertThat(SessionKey.problem("")).isEqualTo("the session key is empty");
    assertThat(SessionKey.problem("x".repeat(129)))
        .isEqualTo("the session key has 129 characters, more than 128");
    assertThat(SessionKey.problem(".")).contains("'.'");
    assertThat(SessionKey.problem("..")).contains("'..'");
    assertThat(SessionKey.problem("a\u0000b")).contains("U+0000");
    assertThat(SessionKey.problem("a\u007fb")).contains("U+007F");
    assertThat(SessionKey.problem("a\u0085b")).contains("U+0085");
    assertThat(SessionKey.problem("a\ud83d")).contains("U+D83D");
  }

  @Test
  void everythingButUnreservedIsEncoded() {
    assertThat(SessionKey.pathSegment("XXX-ABCDE12345")).isEqualTo("XXX-ABCDE12345");
    assertThat(SessionKey.pathSegment("a/b c%?#é")).isEqualTo("a%2Fb%20c%25%3F%23%C3%A9");
    assertThat(SessionKey.pathSegment("a..b")).isEqualTo("a..b");
  }
}

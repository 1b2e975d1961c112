package dev.sessioncleanup.pave;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes an account's secrets out of text that somebody else wrote: a page may repeat what it was
 * sent, as it is, in upper or lower case, percent-encoded, escaped as in HTML or JSON, in hex or in
 * base64. A signed token is known by its form.
 */
final class SecretMask {
  private static final String MASK = "***";
  private static final int SHORTEST_IN_BASE64 = 6;
  private static final String TOKEN = "[0-9a-f]{64,}";
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{16,}={0,2}");

  /** Groups of base64 that stand for hex digits; their case says nothing here. */
  private static final String TOKEN_IN_BASE64 =
      "(?:[MNOYZ][DGTWJMZ2][A-Z0-9+/_-][HIJKLMWXYZ0-5]){16,}";

  private static final int ANY_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private final Pattern secret;
  private final Pattern inBase64;

  SecretMask(List<String> secrets) {
    List<String> forms = new ArrayList<>();
    List<String> base64Forms = new ArrayList<>();
    for (String each : secrets) {
      forms.add(anyWriting(each));
      forms.add(HexFormat.of().formatHex(each.getBytes(UTF_8)));
      if (each.length() >= SHORTEST_IN_BASE64) {
        base64(each).forEach(form -> base64Forms.add(anyWriting(form)));
      }
    }
    forms.add(TOKEN);
    forms.addAll(base64Forms);
    base64Forms.add(TOKEN_IN_BASE64);
    secret = Pattern.compile(String.join("|", forms), ANY_CASE);
    inBase64 = Pattern.compile(String.join("|", base64Forms), ANY_CASE);
  }

  String mask(String text) {
    String withoutBase64 =
        BASE64
            .matcher(text)
            .replaceAll(run -> Matcher.quoteReplacement(hides(run.group()) ? MASK : run.group()));
    return secret.matcher(withoutBase64).replaceAll(MASK);
  }

  /** Whether a secret is in what this base64 stands for, wherever its groups of four begin. */
  private boolean hides(String base64) {
    if (inBase64.matcher(base64).find()) { // also where its case was changed
      return true;
    }
    String digits = base64.replace('-', '+').replace('_', '/').replace("=", "");
    for (int begin = 0; begin < 4; begin++) {
      String groups = digits.substring(begin);
      int end = groups.length() % 4 == 1 ? groups.length() - 1 : groups.length();
      String decoded = new String(Base64.getDecoder().decode(groups.substring(0, end)), UTF_8);
      if (secret.matcher(decoded).find()) {
        return true;
      }
    }
    return false;
  }

  /** The digits of base64 that are the same whatever stands before and behind the secret. */
  private static List<String> base64(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    List<String> forms = new ArrayList<>();
    for (int before = 0; before < 3; before++) {
      byte[] padded = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, padded, before, bytes.length);
      String digits = Base64.getEncoder().withoutPadding().encodeToString(padded);
      int begin = before == 0 ? 0 : before + 1;
      int end = padded.length % 3 == 0 ? digits.length() : digits.length() - 1;
      forms.add(digits.substring(begin, end));
    }
    return forms;
  }

  private static String anyWriting(String secret) {
    return secret.codePoints().mapToObj(SecretMask::anyWriting).collect(Collectors.joining());
  }

  private static String anyWriting(int codePoint) {
    String letter = Character.toString(codePoint);
    String percent =
        HexFormat.of().withUpperCase().withPrefix("%").formatHex(letter.getBytes(UTF_8));
    List<String> writings =
        new ArrayList<>(
            List.of(
                letter,
                percent,
                percent.replace("%", "%25"),
                "%%%02x".formatted(codePoint), // as in Latin-1
                "&#" + codePoint + ";",
                "&#x" + Integer.toHexString(codePoint) + ";",
                "\\u%04x".formatted(codePoint)));
    writings.addAll(otherWritings(letter));
    return writings.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")"));
  }

  private static List<String> otherWritings(String letter) {
    return switch (letter.toLowerCase(Locale.ROOT)) {
      case "&" -> List.of("&amp;");
      case "<" -> List.of("&lt;");
      case ">" -> List.of("&gt;");
      case "'" -> List.of("&apos;");
      case "\"" -> Arrays.asList("&quot;", "\\\"");
      case "\\" -> List.of("\\\\");
      case "/" -> Arrays.asList("\\/", "_");
      case "+" -> Arrays.asList("-", " ");
      case " " -> List.of("+");
      default -> List.of();
    };
  }
}

package dev.sessioncleanup.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The numbers of gauges and sums in an OTLP request, by name and labels like {@code
 * name{account="default",kind="nightly"}}. Reads the wire format of Protocol Buffers, with the
 * field numbers of opentelemetry-proto.
 */
final class OtlpValues {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;

  /** A field: its number and value; a value of fixed size is a buffer, too. */
  private record Field(int number, ByteBuffer value) {}

  private OtlpValues() {}

  static Map<String, Double> of(String request) {
    Map<String, Double> values = new TreeMap<>();
    for (Field resource :
        fields(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)), 1)) {
      for (Field scope : fields(resource.value(), 2)) {
        for (Field metric : fields(scope.value(), 2)) {
          String name = text(fields(metric.value(), 1).getFirst().value());
          List<Field> points = new ArrayList<>();
          fields(metric.value(), 5).forEach(gauge -> points.addAll(fields(gauge.value(), 1)));
          fields(metric.value(), 7).forEach(sum -> points.addAll(fields(sum.value(), 1)));
          points.forEach(point -> values.put(name + labels(point), number(point)));
        }
      }
    }
    return values;
  }

  private static String labels(Field point) {
    return fields(point.value(), 7).stream()
        .map(
            label ->
                text(fields(label.value(), 1).getFirst().value())
                    + "=\""
                    + text(
                        fields(fields(label.value(), 2).getFirst().value(), 1).getFirst().value())
                    + '"')
        .sorted()
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static double number(Field point) {
    return fields(point.value(), 4)
        .getFirst()
        .value()
        .duplicate()
        .order(ByteOrder.LITTLE_ENDIAN)
        .getDouble();
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  private static List<Field> fields(ByteBuffer message, int number) {
    ByteBuffer in = message.duplicate();
    List<Field> found = new ArrayList<>();
    while (in.hasRemaining()) {
      long key = varint(in);
      int size =
          switch ((int) (key & 7)) {
            case VARINT -> {
              varint(in);
              yield 0;
            }
            case FIXED64 -> Long.BYTES;
            case BYTES -> (int) varint(in);
            default -> Integer.BYTES;
          };
      if (key >>> 3 == number) {
        found.add(new Field(number, in.slice(in.position(), size)));
      }
      in.position(in.position() + size);
    }
    return found;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}

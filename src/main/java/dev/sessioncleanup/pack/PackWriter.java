package dev.sessioncleanup.pack;

import dev.sessioncleanup.text.Sha256;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the files of a pack one after the other, and their digests. UTF-8 throughout. */
final class PackWriter implements AutoCloseable {
  static final String SUMS = "SHA256SUMS";

  private final ZipOutputStream zip;
  private final Instant made;
  private final List<PackedFile> files = new ArrayList<>();

  PackWriter(OutputStream out, Instant made) {
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    this.made = made;
  }

  /** Writes the content of a file. */
  @FunctionalInterface
  interface Content {
    void to(Writer out) throws IOException;
  }

  void file(String name, Content content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.ofInstant(made, ZoneOffset.UTC));
    zip.putNextEntry(entry);
    MessageDigest digest = Sha256.start();
    Counting counting = new Counting(new DigestOutputStream(zip, digest));
    Writer writer = new BufferedWriter(new OutputStreamWriter(counting, StandardCharsets.UTF_8));
    content.to(writer);
    writer.flush();
    zip.closeEntry();
    String sha256 = Sha256.hex(digest);
    files.add(new PackedFile(name, sha256, counting.bytes));
  }

  /** The files so far. */
  List<PackedFile> files() {
    return List.copyOf(files);
  }

  /** Writes the digests of all files as {@code sha256sum -c} reads them. */
  void sums() throws IOException {
    List<PackedFile> all = files();
    file(
        SUMS,
        out -> {
          for (PackedFile file : all) {
            out.write(file.sha256() + "  " + file.name() + "\n");
          }
        });
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private static final class Counting extends FilterOutputStream {
    private long bytes;

    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] b, int offset, int length) throws IOException {
      out.write(b, offset, length);
      bytes += length;
    }
  }
}

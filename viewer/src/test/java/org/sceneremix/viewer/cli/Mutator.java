package org.sceneremix.viewer.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages files, by chance and in ways that readers have been caught by. */
final class Mutator {

  private static final Pattern TOKEN =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?|\"[^\"]*\"|true|false");

  private static final String[] TOKENS = {
    "0",
    "-1",
    "1",
    "1e999",
    "-1e999",
    "NaN",
    "1e-320",
    "2147483647",
    "2147483648",
    "-2147483648",
    "9223372036854775807",
    "99999999999999999999999",
    "1048576",
    "0.5",
    "null",
    "true",
    "\"\"",
    "\"x\"",
    "\"\\u0000\"",
    "\"../../x\"",
    "[]",
    "{}",
    "[[]]",
    "\"\\u001b[2J\""
  };

  private static final int[] NUMBERS = {
    0, 1, -1, 255, 256, 65535, 65536, 1 << 20, 1 << 24, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  private final SplittableRandom random;

  Mutator(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A copy with one to four faults. */
  byte[] mutate(byte[] sound) {
    byte[] bytes = sound.clone();
    for (int faults = 1 + random.nextInt(4); faults > 0 && bytes.length > 0; faults--) {
      bytes = fault(bytes);
    }
    return bytes;
  }

  private byte[] fault(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(9)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        return spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(16)), new byte[0]);
      }
      case 4 -> {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(64));
        return spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      }
      case 5 -> {
        byte[] more = new byte[1 + random.nextInt(16)];
        random.nextBytes(more);
        return spliced(bytes, at, at, more);
      }
      case 6 -> {
        if (at + Integer.BYTES <= bytes.length) {
          ByteBuffer.wrap(bytes)
              .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
              .putInt(at, NUMBERS[random.nextInt(NUMBERS.length)]);
        }
      }
      default -> {
        return withOtherToken(bytes);
      }
    }
    return bytes;
  }

  private byte[] withOtherToken(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 400);
    String part = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    MatchResult[] tokens = TOKEN.matcher(part).results().toArray(MatchResult[]::new);
    if (tokens.length == 0) {
      return bytes;
    }
    MatchResult token = tokens[random.nextInt(tokens.length)];
    return spliced(
        bytes,
        from + token.start(),
        from + token.end(),
        TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    return ByteBuffer.allocate(from + between.length + bytes.length - to)
        .put(bytes, 0, from)
        .put(between)
        .put(bytes, to, bytes.length - to)
        .array();
  }
}

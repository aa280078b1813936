package org.sceneremix.viewer.program;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * What a compiled class refers to, as its constant pool says (JVM specification, 4.4).
 *
 * @param classes names such as {@code java/io/File}
 * @param members fields and methods, {@code java/io/File.delete()Z}
 */
record ClassFile(Set<String> classes, Set<String> members) {

  static ClassFile read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    String[] texts = new String[count];
    int[] first = new int[count];
    int[] second = new int[count];
    Set<Integer> classes = new HashSet<>();
    Set<Integer> members = new HashSet<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[i] = in.readUTF();
        case 3, 4, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        case 7 -> {
          first[i] = in.readUnsignedShort();
          classes.add(i);
        }
        case 8, 16, 19, 20 -> in.skipNBytes(2);
        case 9, 10, 11, 12 -> {
          first[i] = in.readUnsignedShort();
          second[i] = in.readUnsignedShort();
          if (tag != 12) {
            members.add(i);
          }
        }
        case 15 -> in.skipNBytes(3);
        default -> throw new IOException("constant of unknown kind " + tag);
      }
    }
    Set<String> names = new HashSet<>();
    classes.forEach(i -> names.add(texts[first[i]]));
    Set<String> references = new HashSet<>();
    for (int i : members) {
      int named = second[i];
      references.add(texts[first[first[i]]] + "." + texts[first[named]] + texts[second[named]]);
    }
    return new ClassFile(names, references);
  }
}

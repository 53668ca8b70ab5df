package dev.fairway.inference.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Where the files of a pack are.
sealed interface PackFiles {
  /// Largest file that is read.
  int MAX_FILE_BYTES = 1 << 30;

  /// The file beside `pack.yaml`.
  ///
  /// @throws NoSuchFileException when there is none
  InputStream beside(String name) throws IOException;

  /// Where that is, in a few words.
  String place();

  /// Inside a jar.
  ///
  /// @param folder ends with `/`
  record ClassPath(ClassLoader loader, String folder) implements PackFiles {
    @Override
    public InputStream beside(String name) throws IOException {
      return resource(loader, folder + name);
    }

    @Override
    public String place() {
      return "a jar";
    }
  }

  /// On disk.
  ///
  /// @param root no file outside it is read, whatever the pack and its links say
  record Folder(Path root, Path pack) implements PackFiles {
    @Override
    public InputStream beside(String name) throws IOException {
      Path file = pack.resolve(name).normalize();
      if (!file.startsWith(root)) {
        throw new IOException("it is outside the folder of packs");
      }
      if (!file.toRealPath().startsWith(root.toRealPath())) {
        throw new IOException("it links to a place outside the folder of packs");
      }
      return Files.newInputStream(file);
    }

    @Override
    public String place() {
      return "folder " + pack.getFileName();
    }
  }

  /// The whole file. What is wrong with it goes into `faults`; the bytes are what was found, empty
  /// when there is nothing.
  default byte[] read(PackFile file, List<String> faults) {
    try (InputStream in =
        file.onClassPath()
            ? resource(PackFiles.class.getClassLoader(), file.name())
            : beside(file.name())) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        faults.add(file.name() + " has more than " + MAX_FILE_BYTES + " bytes");
        return new byte[0];
      }
      String found = sha256(bytes);
      if (!found.equals(file.sha256())) {
        faults.add(file.name() + " has sha256 " + found + " instead of " + file.sha256());
      }
      return bytes;
    } catch (NoSuchFileException _) {
      faults.add("the file " + file.name() + " is missing");
    } catch (IOException e) {
      faults.add(file.name() + " cannot be read: " + e.getMessage());
    }
    return new byte[0];
  }

  private static InputStream resource(ClassLoader loader, String name) throws IOException {
    InputStream in = loader.getResourceAsStream(name);
    if (in == null) {
      throw new NoSuchFileException(name);
    }
    return in;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

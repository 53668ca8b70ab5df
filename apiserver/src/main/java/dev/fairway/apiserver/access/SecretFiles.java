package dev.fairway.apiserver.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Files only their owner may read, replaced as a whole: a reader sees the old content or the new.
final class SecretFiles {
  private SecretFiles() {}

  static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder, ownerOnly("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder " + folder, e);
    }
  }

  static void write(Path file, String content) {
    try {
      Path absolute = file.toAbsolutePath();
      Path parent = absolute.getParent();
      String name = "." + absolute.getFileName() + ".";
      // createTempFile makes the file readable by its owner only, wherever the system can.
      Path fresh = Files.createTempFile(parent, name, ".tmp", ownerOnly("rw-------"));
      try {
        Files.writeString(fresh, content);
        Files.move(
            fresh, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}

package dev.fairway.app;

import dev.fairway.apiserver.ApiServer;
import dev.fairway.app.Fairway.UsageFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of the embedded API server, shared by the commands that start one.
final class ServerOptions {
  private static final int KUBERNETES_PORT = 6443;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for objects, certificates and the kubeconfig. Default: .fairway")
  private Path data = Path.of(".fairway");

  @Option(
      names = "--in-memory",
      description = "Keep objects in memory; only the kubeconfig is written.")
  private boolean inMemory;

  @Option(
      names = "--api-port",
      paramLabel = "N",
      description =
          "Port of the Kubernetes API; 0 takes any free one. Default: 6443, or any if taken")
  private @Nullable Integer port;

  @Option(
      names = "--bind-address",
      paramLabel = "ADDRESS",
      description = "Address to listen on. Default: 127.0.0.1, this machine only")
  private String address = "127.0.0.1";

  Path kubeconfig() {
    return data.resolve("kubeconfig");
  }

  ApiServer.Builder builder() {
    InetAddress bound = inetAddress();
    ApiServer.Builder builder = ApiServer.builder().address(bound).port(choosePort(bound));
    return inMemory ? builder : builder.dataFolder(data);
  }

  private InetAddress inetAddress() {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new UsageFailure("--bind-address: " + address + " is no address of this machine");
    }
  }

  private int choosePort(InetAddress bound) {
    Integer asked = port;
    if (asked == null) {
      return isFree(bound, KUBERNETES_PORT) ? KUBERNETES_PORT : 0;
    }
    if (asked < 0 || asked > 65535) {
      throw new UsageFailure("--api-port: must be 0 to 65535, is " + asked);
    }
    if (asked != 0 && !isFree(bound, asked)) {
      throw new UsageFailure("--api-port: " + asked + " is taken; choose another one, or 0");
    }
    return asked;
  }

  private static boolean isFree(InetAddress address, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

package dev.fairway.app;

import dev.fairway.apiserver.ApiServer;
import dev.fairway.app.Fairway.UsageFailure;
import java.net.InetAddress;
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
    ApiServer.Builder builder =
        ApiServer.builder()
            .address(bound)
            .port(Ports.choose("--api-port", port, KUBERNETES_PORT, bound));
    return inMemory ? builder : builder.dataFolder(data);
  }

  InetAddress inetAddress() {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new UsageFailure("--bind-address: " + address + " is no address of this machine");
    }
  }
}

package dev.fairway.inference.provider;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which addresses a call may go to. Checked on the resolved address at the moment of connecting,
/// so that a name cannot change its mind in between.
///
/// Public addresses are always allowed, addresses of cloud metadata services never, save for a host
/// that is named in `allowedHosts`.
///
/// @param allowPrivate whether loopback, private and link-local addresses are allowed
/// @param allowedHosts host names that are allowed whatever their address, such as a service inside
///   the cluster
public record Egress(boolean allowPrivate, Set<String> allowedHosts) {
  /// Public addresses only.
  public static final Egress PUBLIC = new Egress(false, Set.of());

  /// Loopback and private networks too.
  public static final Egress ANYWHERE = new Egress(true, Set.of());

  public Egress {
    allowedHosts =
        allowedHosts.stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /// The addresses to try, in the order of the name service. Blocks for its answer.
  ///
  /// @throws ModelFailureException [ModelFailure.Unavailable] when the name has no address,
  ///   [ModelFailure.BadRequest] when it has none that is allowed
  public List<InetAddress> resolve(String host) {
    List<InetAddress> allowed =
        Stream.of(addresses(host)).filter(address -> allows(host, address)).toList();
    if (allowed.isEmpty()) {
      throw new ModelFailureException(
          new ModelFailure.BadRequest(
              "the endpoint's host %s has an address in a private or reserved network; if that is meant, allow it with network.allowPrivateAddresses or network.allowedHosts"
                  .formatted(host),
              "endpoint",
              null));
    }
    return allowed;
  }

  private static InetAddress[] addresses(String host) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new ModelFailureException(
          new ModelFailure.Unavailable("no address for host " + host, null, null, false), e);
    }
  }

  boolean allows(String host, InetAddress address) {
    return allowedHosts.contains(host.toLowerCase(Locale.ROOT))
        || (!isMetadata(address) && (allowPrivate || isPublic(address)));
  }

  private static boolean isMetadata(InetAddress address) {
    String text = address.getHostAddress();
    return text.equals("169.254.169.254")
        || text.equals("100.100.100.200")
        || text.startsWith("fd00:ec2:");
  }

  private static boolean isPublic(InetAddress address) {
    return !(address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || isReserved(address));
  }

  private static boolean isReserved(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    return switch (address) {
      case Inet4Address _ ->
          first == 0
              || first >= 240
              || (first == 100 && second >= 64 && second < 128) // carrier-grade NAT, RFC 6598
              || (first == 198 && (second == 18 || second == 19)); // benchmarks, RFC 2544
      case Inet6Address _ ->
          (first & 0xfe) == 0xfc // unique local, RFC 4193
              || (first == 0x00 && second == 0x64) // NAT64, RFC 6052: carries any IPv4 address
              || (first == 0x20 && second == 0x02); // 6to4, likewise
      default -> true;
    };
  }
}

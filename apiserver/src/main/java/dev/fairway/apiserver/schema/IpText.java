package dev.fairway.apiserver.schema;

import com.google.re2j.Pattern;

/// Internet addresses as text, checked without ever asking a resolver.
final class IpText {
  private static final Pattern OCTETS = Pattern.compile("^\\d{1,3}(\\.\\d{1,3}){3}$");
  private static final Pattern GROUP = Pattern.compile("^[0-9a-fA-F]{1,4}$");

  private IpText() {}

  /// Four octets, leading zeros allowed; as upstream, also an IPv6 address that ends in octets.
  static boolean isIpv4(String text) {
    return text.indexOf('.') >= 0 && (isOctets(text) || isGroups(text));
  }

  static boolean isIpv6(String text) {
    return isGroups(text);
  }

  static boolean isCidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
      return false;
    }
    String address = text.substring(0, slash);
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return isOctets(address) ? prefix <= 32 : isGroups(address) && prefix <= 128;
  }

  private static boolean isOctets(String text) {
    if (!OCTETS.matches(text)) {
      return false;
    }
    for (String octet : text.split("\\.")) {
      if (Integer.parseInt(octet) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isGroups(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == 8;
    }
    int before = gap == 0 ? 0 : groups(text.substring(0, gap));
    int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after < 8;
  }

  /// How many 16-bit groups the text spells; negative when it is malformed.
  private static int groups(String text) {
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      if (GROUP.matches(parts[i])) {
        count++;
      } else if (i == parts.length - 1 && isOctets(parts[i])) {
        count += 2;
      } else {
        return -1000;
      }
    }
    return count;
  }
}
